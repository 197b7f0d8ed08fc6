package dev.jgrad.cpu.kernels.reduce;

import java.util.Arrays;

/** Partial results of some neighbouring outputs: doubles for floating tiles, longs for integral ones. */
final class Accumulator {
    final int width;
    final double[] doubles;
    final long[] longs;
    /** What is subtracted from an element first; only for shifted terms. */
    final double[] shift;
    /** How many elements were folded; only for variances, which merge by it. */
    final double[] count;

    private final Term term;

    Accumulator(int width, boolean integral, Term term) {
        this.width = width;
        this.term = term;
        doubles = new double[integral ? 0 : width];
        longs = new long[integral ? width : 0];
        shift = new double[term.isShifted() ? width : 0];
        count = new double[term == Term.SQUARED_DISTANCE ? width : 0];
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

    /** Makes the sums found by a first pass means, and these the shifts. */
    void shiftByMean() {
        for (int i = 0; i < width; i++) {
            shift[i] = doubles[i] / count[i];
        }
        Arrays.fill(doubles, 0);
    }

    /** What to subtract before the exponential: an infinite maximum is left alone, inf - inf would be NaN. */
    double finiteShift(int i) {
        return Double.isInfinite(shift[i]) ? 0 : shift[i];
    }

    /** Takes in what another accumulator found for the same outputs. */
    void merge(Fold fold, Accumulator other) {
        if (term == Term.EXP_SHIFTED) {
            mergeExponentials(other);
            return;
        }
        if (term == Term.SQUARED_DISTANCE) {
            mergeVariances(other);
            return;
        }
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = fold.apply(doubles[i], other.doubles[i]);
        }
        for (int i = 0; i < longs.length; i++) {
            longs[i] = fold.apply(longs[i], other.longs[i]);
        }
    }

    private void mergeExponentials(Accumulator other) {
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

    /** Source: Chan, Golub and LeVeque 1979, updating formulae for sample variances. */
    private void mergeVariances(Accumulator other) {
        for (int i = 0; i < width; i++) {
            if (other.count[i] == 0) {
                continue;
            }
            double n = count[i] + other.count[i];
            double distance = count[i] == 0 ? 0 : other.shift[i] - shift[i];
            shift[i] = count[i] == 0 ? other.shift[i] : shift[i] + distance * other.count[i] / n;
            double within = count[i] == 0 ? 0 : doubles[i];
            doubles[i] = within + other.doubles[i] + distance * distance * count[i] * other.count[i] / n;
            count[i] = n;
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
        Accumulator part = new Accumulator(n, longs.length > 0, term);
        System.arraycopy(doubles, doubles.length > 0 ? at : 0, part.doubles, 0, part.doubles.length);
        System.arraycopy(longs, longs.length > 0 ? at : 0, part.longs, 0, part.longs.length);
        System.arraycopy(shift, shift.length > 0 ? at : 0, part.shift, 0, part.shift.length);
        System.arraycopy(count, count.length > 0 ? at : 0, part.count, 0, part.count.length);
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
