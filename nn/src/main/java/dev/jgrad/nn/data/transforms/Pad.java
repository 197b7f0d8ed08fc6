package dev.jgrad.nn.data.transforms;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.data.Image;

/**
 * Puts a border around a picture: {@code torchvision.transforms.Pad}.
 *
 * @param left columns added on the left
 * @param top rows added above
 * @param right columns added on the right
 * @param bottom rows added below
 * @param fill the value of the border in each channel, 0 to 255
 */
public record Pad(int left, int top, int right, int bottom, int fill) implements Transform<Image, Image> {
    /** Checks the sizes. */
    public Pad {
        if (left < 0 || top < 0 || right < 0 || bottom < 0 || fill < 0 || fill > 255) {
            throw new ArgumentException(
                    "a border has widths of 0 or more and a fill from 0 to 255; to cut something off,"
                            + " use CenterCrop or RandomCrop");
        }
    }

    /** A black border of the same width on all sides. */
    public Pad(int padding) {
        this(padding, padding, padding, padding, 0);
    }

    @Override
    public Image apply(Image image) {
        return image.crop(-left, -top, left + image.width() + right, top + image.height() + bottom, fill);
    }

    @Override
    public String toString() {
        boolean even = left == top && top == right && right == bottom;
        return "Pad(padding="
                + (even ? String.valueOf(left) : "(" + left + ", " + top + ", " + right + ", " + bottom + ")")
                + ", fill=" + fill + ", padding_mode=constant)";
    }
}
