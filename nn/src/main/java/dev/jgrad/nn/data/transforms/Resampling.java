package dev.jgrad.nn.data.transforms;

import dev.jgrad.nn.data.Image;

/**
 * Bilinear scaling with the arithmetic of Pillow, to the last bit: a triangle filter that is widened where the picture
 * shrinks, first along the rows, then along the columns, in fixed-point numbers.
 */
final class Resampling {
    private static final int PRECISION_BITS = 22;

    /** For each place of the result: where its source begins, and the weights of the source. */
    private record Filter(int[] start, int[][] weights) {
        static Filter triangle(int from, int to) {
            double scale = (double) from / to;
            double support = Math.max(1, scale);
            int[] start = new int[to];
            int[][] weights = new int[to][];
            for (int i = 0; i < to; i++) {
                double center = (i + 0.5) * scale;
                start[i] = Math.max(0, (int) (center - support + 0.5));
                int end = Math.min(from, (int) (center + support + 0.5));
                double[] exact = new double[end - start[i]];
                double sum = 0;
                for (int k = 0; k < exact.length; k++) {
                    double distance = Math.abs((k + start[i] - center + 0.5) / support);
                    exact[k] = Math.max(0, 1 - distance);
                    sum += exact[k];
                }
                weights[i] = new int[exact.length];
                for (int k = 0; k < exact.length; k++) {
                    weights[i][k] = (int) (0.5 + exact[k] / sum * (1 << PRECISION_BITS));
                }
            }
            return new Filter(start, weights);
        }
    }

    private Resampling() {}

    static Image bilinear(Image image, int width, int height) {
        Image wide = width == image.width() ? image : alongRows(image, width);
        return height == wide.height() ? wide : alongColumns(wide, height);
    }

    private static Image alongRows(Image in, int width) {
        var filter = Filter.triangle(in.width(), width);
        int channels = in.channels();
        byte[] source = in.pixels();
        byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(width, in.height()), channels)];
        for (int y = 0, at = 0; y < in.height(); y++) {
            for (int x = 0; x < width; x++) {
                int first = (y * in.width() + filter.start[x]) * channels;
                for (int c = 0; c < channels; c++) {
                    out[at++] = weighted(source, first + c, channels, filter.weights[x]);
                }
            }
        }
        return new Image(width, in.height(), channels, out);
    }

    private static Image alongColumns(Image in, int height) {
        var filter = Filter.triangle(in.height(), height);
        int row = in.width() * in.channels();
        byte[] source = in.pixels();
        byte[] out = new byte[Math.multiplyExact(row, height)];
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < row; x++) {
                out[at++] = weighted(source, filter.start[y] * row + x, row, filter.weights[y]);
            }
        }
        return new Image(in.width(), height, in.channels(), out);
    }

    private static byte weighted(byte[] source, int first, int stride, int[] weights) {
        int sum = 1 << (PRECISION_BITS - 1);
        for (int k = 0, at = first; k < weights.length; k++, at += stride) {
            sum += (source[at] & 0xFF) * weights[k];
        }
        return (byte) Math.clamp(sum >> PRECISION_BITS, 0, 255);
    }
}
