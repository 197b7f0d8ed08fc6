package dev.jgrad.cpu.kernels;

import dev.jgrad.data.Layout;
import dev.jgrad.spi.ConvSpec;
import java.util.Arrays;

/**
 * Which output pixels each tap of a kernel reads from which input pixels, as runs in which both follow each other. Taps that
 * lie in the padding are in no run: on an image of 2x2 pixels a 3x3 kernel has 16 pairs of pixels, not 36.
 *
 * <p>Output pixels are counted row by row. Input pixels have places that bring those together that a stride keeps together:
 * first all rows and columns that are multiples of the stride, then the ones after these, and so on.
 *
 * @param places the pixel (row by row) at each place of the input
 * @param outputs how many output pixels there are
 * @param runs four numbers per run: tap (row by row), first output pixel, first place, length
 */
record TapRuns(int[] places, int outputs, int taps, int[] runs) {
    private static final int FIELDS = 4;

    /** Of layouts [N, C, H, W]; for [N, C, W] the height is 1. */
    static TapRuns of(Layout input, Layout weight, Layout output, ConvSpec spec) {
        Axis across = across(input, weight, output, spec);
        Axis down = down(input, weight, output, spec);
        int[] places = new int[down.size * across.size];
        for (int y = 0; y < down.size; y++) {
            for (int x = 0; x < across.size; x++) {
                places[down.place(y) * across.size + across.place(x)] = y * across.size + x;
            }
        }
        return new TapRuns(places, down.windows * across.windows, down.taps * across.taps, runs(down, across));
    }

    /** How many pairs of an output pixel and a tap meet the image, which all runs together hold; takes no time for large images. */
    static long pairs(Layout input, Layout weight, Layout output, ConvSpec spec) {
        return across(input, weight, output, spec).pairs()
                * down(input, weight, output, spec).pairs();
    }

    private static Axis across(Layout input, Layout weight, Layout output, ConvSpec spec) {
        int last = input.rank() - 1;
        return new Axis((int) input.size(last), (int) output.size(last), (int) weight.size(last), spec, last - 2);
    }

    private static Axis down(Layout input, Layout weight, Layout output, ConvSpec spec) {
        return input.rank() == 4
                ? new Axis((int) input.size(2), (int) output.size(2), (int) weight.size(2), spec, 0)
                : new Axis(1, 1, 1, 1, 0, 1);
    }

    private static int[] runs(Axis down, Axis across) {
        int[] runs = new int[FIELDS * down.taps * across.taps * down.windows];
        int used = 0;
        for (int ky = 0; ky < down.taps; ky++) {
            for (int kx = 0; kx < across.taps; kx++) {
                int first = across.firstWindow(kx);
                int length = across.endWindow(kx) - first;
                int tap = ky * across.taps + kx;
                int begun = used;
                for (int oy = down.firstWindow(ky); length > 0 && oy < down.endWindow(ky); oy++) {
                    int out = oy * across.windows + first;
                    int in = down.place(down.at(oy, ky)) * across.size + across.place(across.at(first, kx));
                    int before = used - FIELDS;
                    if (before >= begun
                            && runs[before + 1] + runs[before + 3] == out
                            && runs[before + 2] + runs[before + 3] == in) {
                        runs[before + 3] += length;
                    } else {
                        runs[used] = tap;
                        runs[used + 1] = out;
                        runs[used + 2] = in;
                        runs[used + 3] = length;
                        used += FIELDS;
                    }
                }
            }
        }
        return Arrays.copyOf(runs, used);
    }

    /** One spatial dimension. */
    private record Axis(int size, int windows, int taps, int stride, int padding, int dilation) {
        Axis(int size, int windows, int taps, ConvSpec spec, int dim) {
            this(size, windows, taps, (int) spec.stride()[dim], (int) spec.padding()[dim], (int) spec.dilation()[dim]);
        }

        int at(int window, int tap) {
            return window * stride - padding + tap * dilation;
        }

        int firstWindow(int tap) {
            return Math.max(0, Math.ceilDiv(padding - tap * dilation, stride));
        }

        int endWindow(int tap) {
            return Math.min(windows, Math.floorDiv(size - 1 + padding - tap * dilation, stride) + 1);
        }

        long pairs() {
            long pairs = 0;
            for (int tap = 0; tap < taps; tap++) {
                pairs += Math.max(0, endWindow(tap) - firstWindow(tap));
            }
            return pairs;
        }

        /** Pixels with the same remainder by the stride follow each other. */
        int place(int pixel) {
            int remainder = pixel % stride;
            return remainder * (size / stride) + Math.min(remainder, size % stride) + pixel / stride;
        }
    }

    /** The number of runs. */
    int count() {
        return runs.length / FIELDS;
    }

    int inputs() {
        return places.length;
    }

    int tap(int run) {
        return runs[FIELDS * run];
    }

    int output(int run) {
        return runs[FIELDS * run + 1];
    }

    int place(int run) {
        return runs[FIELDS * run + 2];
    }

    int length(int run) {
        return runs[FIELDS * run + 3];
    }

    /** The work in pairs of pixels, where {@code batch} images are computed in groups of {@code lanes}. */
    long work(long batch, int lanes) {
        long work = 0;
        for (int r = 0; r < count(); r++) {
            work += Math.ceilDiv(batch * length(r), lanes) * lanes;
        }
        return work;
    }
}
