package dev.jgrad.cpu.kernels.reduce;

import java.util.Arrays;

/** Partial results of some neighbouring outputs: doubles for floating tiles, longs for integral ones. */
final class Accumulator {
    final int width;
    final double[] doubles;
    final long[] longs;
    /** What is subtracted before the exponential; only for logarithms of sums of exponentials. */
    final double[] shift;

    Accumulator(int width, boolean integral, boolean shifted) {
        this.width = width;
        doubles = new double[integral ? 0 : width];
        longs = new long[integral ? width : 0];
        shift = new double[shifted ? width : 0];
    }

    void reset(Fold fold) {
        Arrays.fill(doubles, fold.identity());
        Arrays.fill(longs, fold.longIdentity());
    }

    /** Moves the maxima found by a first pass to the shifts. */
    void shiftByMaximum() {
        System.arraycopy(doubles, 0, shift, 0, width);
        Arrays.fill(doubles, 0);
    }

    /** What to subtract before the exponential: an infinite maximum is left alone, inf - inf would be NaN. */
    double finiteShift(int i) {
        return Double.isInfinite(shift[i]) ? 0 : shift[i];
    }

    /** Takes in what another accumulator found for the same outputs. */
    void merge(Fold fold, Accumulator other) {
        if (shift.length > 0) {
            mergeShifted(other);
            return;
        }
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = fold.apply(doubles[i], other.doubles[i]);
        }
        for (int i = 0; i < longs.length; i++) {
            longs[i] = fold.apply(longs[i], other.longs[i]);
        }
    }

    private void mergeShifted(Accumulator other) {
        for (int i = 0; i < width; i++) {
            double m = Math.max(shift[i], other.shift[i]);
            if (Double.isInfinite(m)) {
                doubles[i] += other.doubles[i];
            } else {
                doubles[i] = doubles[i] * Math.exp(shift[i] - m) + other.doubles[i] * Math.exp(other.shift[i] - m);
            }
            shift[i] = m;
        }
    }

    /** Folds groups of {@code to} accumulators onto the first group. */
    Accumulator narrow(Fold fold, int to) {
        Accumulator first = group(0, to);
        for (int at = to; at < width; at += to) {
            first.merge(fold, group(at, to));
        }
        return first;
    }

    private Accumulator group(int at, int n) {
        Accumulator part = new Accumulator(n, longs.length > 0, shift.length > 0);
        System.arraycopy(doubles, doubles.length > 0 ? at : 0, part.doubles, 0, part.doubles.length);
        System.arraycopy(longs, longs.length > 0 ? at : 0, part.longs, 0, part.longs.length);
        System.arraycopy(shift, shift.length > 0 ? at : 0, part.shift, 0, part.shift.length);
        return part;
    }

    /** Turns counts into truth values: 1 where at least this many were counted. */
    void compareCount(long least) {
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = doubles[i] >= least ? 1 : 0;
        }
        for (int i = 0; i < longs.length; i++) {
            longs[i] = longs[i] >= least ? 1 : 0;
        }
    }
}
