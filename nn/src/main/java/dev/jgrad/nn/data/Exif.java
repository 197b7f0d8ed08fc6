package dev.jgrad.nn.data;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Turns photographs upright: cameras store the picture as the sensor saw it and note how it was held. */
final class Exif {
    private static final int ORIENTATION_TAG = 0x0112;

    private Exif() {}

    /** The picture as it is meant to be seen. */
    static Image upright(Image image, byte[] file) {
        int orientation = orientation(file);
        return orientation <= 1 || orientation > 8 ? image : turn(image, orientation);
    }

    /** 1 to 8 as EXIF counts, or 0 where the file does not say. */
    static int orientation(byte[] jpeg) {
        for (int at = JpegColors.firstSegment(jpeg); at >= 0; at = JpegColors.nextSegment(jpeg, at)) {
            boolean exif = (jpeg[at + 1] & 0xFF) == 0xE1
                    && at + 10 < jpeg.length
                    && jpeg[at + 4] == 'E'
                    && jpeg[at + 5] == 'x'
                    && jpeg[at + 6] == 'i'
                    && jpeg[at + 7] == 'f';
            if (exif) {
                int length = (jpeg[at + 2] & 0xFF) << 8 | jpeg[at + 3] & 0xFF;
                int end = Math.min(jpeg.length, at + 2 + length);
                return end < at + 10
                        ? 0
                        : fromTiff(ByteBuffer.wrap(jpeg, at + 10, end - at - 10).slice());
            }
        }
        return 0;
    }

    private static int fromTiff(ByteBuffer tiff) {
        try {
            tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            int directory = tiff.getInt(4);
            int entries = tiff.getShort(directory) & 0xFFFF;
            for (int i = 0; i < entries; i++) {
                int entry = directory + 2 + 12 * i;
                if ((tiff.getShort(entry) & 0xFFFF) == ORIENTATION_TAG) {
                    return tiff.getShort(entry + 8) & 0xFFFF;
                }
            }
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            // Broken metadata make no broken picture.
            return 0;
        }
        return 0;
    }

    private static Image turn(Image in, int orientation) {
        boolean swapped = orientation >= 5;
        int width = swapped ? in.height() : in.width();
        int height = swapped ? in.width() : in.height();
        int channels = in.channels();
        byte[] out = new byte[width * height * channels];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int right = in.width() - 1;
                int bottom = in.height() - 1;
                int fromX = switch (orientation) {
                    case 2 -> right - x;
                    case 3 -> right - x;
                    case 4 -> x;
                    case 5, 6 -> y;
                    default -> right - y;
                };
                int fromY = switch (orientation) {
                    case 2 -> y;
                    case 3, 4 -> bottom - y;
                    case 5, 8 -> x;
                    default -> bottom - x;
                };
                System.arraycopy(
                        in.pixels(),
                        (fromY * in.width() + fromX) * channels,
                        out,
                        (y * width + x) * channels,
                        channels);
            }
        }
        return new Image(width, height, channels, out);
    }
}
