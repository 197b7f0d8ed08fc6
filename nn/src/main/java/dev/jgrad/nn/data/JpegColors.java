package dev.jgrad.nn.data;

import java.awt.image.Raster;

/** JPEGs with four channels, as print shops make them: the JDK reads their numbers, but does not know their colours. */
final class JpegColors {
    private JpegColors() {}

    /** The number of channels that the frame header names; 0 where there is none. */
    static int components(byte[] jpeg) {
        for (int at = firstSegment(jpeg); at >= 0; at = nextSegment(jpeg, at)) {
            int marker = jpeg[at + 1] & 0xFF;
            boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            if (frame && at + 9 < jpeg.length) {
                return jpeg[at + 9] & 0xFF;
            }
        }
        return 0;
    }

    /** The transform of the Adobe segment: 0 for CMYK, 2 for YCCK; -1 where there is no such segment. */
    static int adobeTransform(byte[] jpeg) {
        for (int at = firstSegment(jpeg); at >= 0; at = nextSegment(jpeg, at)) {
            boolean adobe = (jpeg[at + 1] & 0xFF) == 0xEE
                    && at + 15 < jpeg.length
                    && jpeg[at + 4] == 'A'
                    && jpeg[at + 5] == 'd'
                    && jpeg[at + 6] == 'o';
            if (adobe) {
                return jpeg[at + 15] & 0xFF;
            }
        }
        return -1;
    }

    /** How often the file goes through the pixels: 1, or more where it is progressive. */
    static int scans(byte[] jpeg) {
        int last = -1;
        for (int at = firstSegment(jpeg); at >= 0; at = nextSegment(jpeg, at)) {
            last = at;
        }
        int scans = 0;
        // Within the pixels, 0xFF is followed by 0 where it is not a marker. What follows the end marker is something
        // else.
        for (int at = Math.max(last, 0); at + 1 < jpeg.length; at++) {
            if (jpeg[at] == (byte) 0xFF) {
                int marker = jpeg[at + 1] & 0xFF;
                if (marker == 0xDA) {
                    scans++;
                } else if (marker == 0xD9) {
                    break;
                }
            }
        }
        return scans;
    }

    /** The place of the 0xFF of the first segment after the start marker, or -1. */
    static int firstSegment(byte[] jpeg) {
        boolean start = jpeg.length > 6 && (jpeg[0] & 0xFF) == 0xFF && (jpeg[1] & 0xFF) == 0xD8;
        return start && (jpeg[2] & 0xFF) == 0xFF ? 2 : -1;
    }

    /** The segment after this one, or -1 when the picture data begin or the file ends. */
    static int nextSegment(byte[] jpeg, int at) {
        if ((jpeg[at + 1] & 0xFF) == 0xDA) {
            return -1;
        }
        int next = at + 2 + ((jpeg[at + 2] & 0xFF) << 8 | jpeg[at + 3] & 0xFF);
        return next + 4 < jpeg.length && (jpeg[next] & 0xFF) == 0xFF ? next : -1;
    }

    /** Adobe stores ink values inverted; without its segment they are as they are. */
    static Image fromFourChannels(Raster raster, int adobeTransform) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] out = new byte[width * height * 3];
        int[] row = new int[width * 4];
        for (int y = 0, at = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int c = row[4 * x];
                int m = row[4 * x + 1];
                int k = row[4 * x + 3];
                int yellow = row[4 * x + 2];
                if (adobeTransform == 2) {
                    double luma = c;
                    double cb = m - 128.0;
                    double cr = yellow - 128.0;
                    c = clip(luma + 1.402 * cr);
                    m = clip(luma - 0.344136 * cb - 0.714136 * cr);
                    yellow = clip(luma + 1.772 * cb);
                }
                // Light that is left over: white without ink.
                int white = adobeTransform >= 0 ? k : 255 - k;
                out[at++] = (byte) multiply(adobeTransform >= 0 ? c : 255 - c, white);
                out[at++] = (byte) multiply(adobeTransform >= 0 ? m : 255 - m, white);
                out[at++] = (byte) multiply(adobeTransform >= 0 ? yellow : 255 - yellow, white);
            }
        }
        return new Image(width, height, 3, out);
    }

    private static int clip(double value) {
        return (int) Math.clamp(Math.round(value), 0L, 255L);
    }

    /** a * b / 255, rounded. */
    private static int multiply(int a, int b) {
        int t = a * b + 128;
        return (t + (t >> 8)) >> 8;
    }
}
