package dev.jgrad.nn.data.transforms;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.data.Image;

/**
 * Scales a picture by bilinear interpolation, smoothing where it shrinks: {@code torchvision.transforms.Resize}.
 *
 * @param height rows afterwards, or 0 where the shorter side gets {@code width}
 * @param width columns afterwards
 */
public record Resize(int height, int width) implements Transform<Image, Image> {
    /** Checks the sizes. */
    public Resize {
        if (width < 1 || height < 0) {
            throw new ArgumentException("a picture cannot be resized to " + width + " x " + height);
        }
    }

    /** Scales so that the shorter side has this length; the picture keeps its proportions. */
    public Resize(int size) {
        this(0, size);
    }

    @Override
    public Image apply(Image image) {
        if (height > 0) {
            return Resampling.bilinear(image, width, height);
        }
        int shorter = Math.min(image.width(), image.height());
        int longer = Math.max(image.width(), image.height());
        int scaled = (int) Math.min(Integer.MAX_VALUE, (double) width * longer / shorter);
        return image.width() <= image.height()
                ? Resampling.bilinear(image, width, scaled)
                : Resampling.bilinear(image, scaled, width);
    }

    @Override
    public String toString() {
        String size = height > 0 ? "(" + height + ", " + width + ")" : String.valueOf(width);
        return "Resize(size=" + size + ", interpolation=bilinear, max_size=None, antialias=True)";
    }
}
