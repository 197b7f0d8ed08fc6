package dev.jgrad.nn.data.transforms;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.data.Image;
import dev.jgrad.nn.data.Randomness;

/**
 * Cuts out a part at a random place, after a black border was put around the picture: {@code
 * torchvision.transforms.RandomCrop}.
 *
 * @param height rows afterwards
 * @param width columns afterwards
 * @param padding width of the border on all four sides
 */
public record RandomCrop(int height, int width, int padding) implements Transform<Image, Image> {
    /** Checks the sizes. */
    public RandomCrop {
        if (width < 1 || height < 1 || padding < 0) {
            throw new ArgumentException("a random crop of " + width + " x " + height + " with a padding of " + padding
                    + " is not possible");
        }
    }

    /** A square without a border. */
    public RandomCrop(int size) {
        this(size, size, 0);
    }

    /** A square with a border. */
    public RandomCrop(int size, int padding) {
        this(size, size, padding);
    }

    @Override
    public Image apply(Image image) {
        int spareX = image.width() + 2 * padding - width;
        int spareY = image.height() + 2 * padding - height;
        if (spareX < 0 || spareY < 0) {
            throw new ArgumentException("Required crop size (" + height + ", " + width
                    + ") is larger than input image size (" + (image.height() + 2 * padding) + ", "
                    + (image.width() + 2 * padding) + "); a Resize before it helps");
        }
        var random = Randomness.current();
        int top = random.nextInt(spareY + 1) - padding;
        int left = random.nextInt(spareX + 1) - padding;
        return image.crop(left, top, width, height, 0);
    }

    @Override
    public String toString() {
        return "RandomCrop(size=(" + height + ", " + width + "), padding=" + (padding == 0 ? "None" : padding) + ")";
    }
}
