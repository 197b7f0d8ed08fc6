package dev.jgrad.nn.data.transforms;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.data.Image;

/**
 * Takes the colours away: {@code torchvision.transforms.Grayscale}. With three channels it also makes a grey picture fit
 * a model that expects colours.
 *
 * @param channels 1, or 3 equal ones
 */
public record Grayscale(int channels) implements Transform<Image, Image> {
    /** Checks the number. */
    public Grayscale {
        if (channels != 1 && channels != 3) {
            throw new ArgumentException("num_output_channels should be either 1 or 3");
        }
    }

    /** One channel. */
    public Grayscale() {
        this(1);
    }

    @Override
    public Image apply(Image image) {
        int pixels = image.width() * image.height();
        byte[] in = image.pixels();
        byte[] out = new byte[pixels * channels];
        for (int i = 0; i < pixels; i++) {
            byte grey = image.channels() == 1 ? in[i] : luma(in, 3 * i);
            for (int c = 0; c < channels; c++) {
                out[i * channels + c] = grey;
            }
        }
        return new Image(image.width(), image.height(), channels, out);
    }

    /** The weights of ITU-R 601-2 as Pillow rounds them. */
    private static byte luma(byte[] rgb, int at) {
        int red = rgb[at] & 0xFF;
        int green = rgb[at + 1] & 0xFF;
        int blue = rgb[at + 2] & 0xFF;
        return (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
    }

    @Override
    public String toString() {
        return "Grayscale(num_output_channels=" + channels + ")";
    }
}
