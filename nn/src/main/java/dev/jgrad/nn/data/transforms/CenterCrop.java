package dev.jgrad.nn.data.transforms;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.data.Image;

/**
 * Cuts out the middle, with black around it where the picture is too small: {@code torchvision.transforms.CenterCrop}.
 *
 * @param height rows afterwards
 * @param width columns afterwards
 */
public record CenterCrop(int height, int width) implements Transform<Image, Image> {
    /** Checks the sizes. */
    public CenterCrop {
        if (width < 1 || height < 1) {
            throw new ArgumentException("a crop of " + width + " x " + height + " holds nothing");
        }
    }

    /** A square. */
    public CenterCrop(int size) {
        this(size, size);
    }

    @Override
    public Image apply(Image image) {
        return image.crop(start(image.width(), width), start(image.height(), height), width, height, 0);
    }

    /** Where torchvision begins: it pads first, less on this side, and rounds halves to even. */
    private static int start(int have, int want) {
        return have < want ? -((want - have) / 2) : (int) Math.rint((have - want) / 2.0);
    }

    @Override
    public String toString() {
        return "CenterCrop(size=(" + height + ", " + width + "))";
    }
}
