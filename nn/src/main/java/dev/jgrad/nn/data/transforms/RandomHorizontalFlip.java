package dev.jgrad.nn.data.transforms;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.data.Image;
import dev.jgrad.nn.data.Randomness;

/**
 * Exchanges left and right, sometimes: {@code torchvision.transforms.RandomHorizontalFlip}.
 *
 * @param p how often, 0 to 1
 */
public record RandomHorizontalFlip(double p) implements Transform<Image, Image> {
    /** Checks the probability. */
    public RandomHorizontalFlip {
        if (!(p >= 0 && p <= 1)) {
            throw new ArgumentException("a probability lies between 0 and 1, but got " + p);
        }
    }

    /** Every other time. */
    public RandomHorizontalFlip() {
        this(0.5);
    }

    @Override
    public Image apply(Image image) {
        return Randomness.current().nextDouble() < p ? flip(image) : image;
    }

    private static Image flip(Image image) {
        int channels = image.channels();
        byte[] in = image.pixels();
        byte[] out = new byte[in.length];
        for (int y = 0; y < image.height(); y++) {
            int row = y * image.width();
            for (int x = 0; x < image.width(); x++) {
                System.arraycopy(in, (row + x) * channels, out, (row + image.width() - 1 - x) * channels, channels);
            }
        }
        return new Image(image.width(), image.height(), channels, out);
    }

    @Override
    public String toString() {
        return "RandomHorizontalFlip(p=" + p + ")";
    }
}
