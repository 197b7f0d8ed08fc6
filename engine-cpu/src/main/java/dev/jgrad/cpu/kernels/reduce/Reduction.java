package dev.jgrad.cpu.kernels.reduce;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.FloatLanes;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.ReduceKind;
import org.jspecify.annotations.Nullable;

/** One call of a reduction: walks over the input tile by tile, in parallel. */
public final class Reduction {
    /** Elements that are worth a part of a parallel range: about 5 microseconds. */
    static final long GRAIN = 32768;
    /** Fewer results than this, each of many elements, are computed from slices. */
    static final long FEW = 16;

    private final ReduceKind kind;
    final Fold fold;
    final Term term;
    final DType compute;
    final DType outDType;
    final CpuBuffer out;
    final long outOffset;
    final DType inDType;
    final CpuBuffer in;
    final long inOffset;
    final ReduceGeometry g;
    /** For variances only. */
    private final @Nullable CpuBuffer mean;

    private final double correction;

    private Reduction(
            ReduceKind kind,
            Term term,
            DType outDType,
            CpuBuffer out,
            Layout outLayout,
            DType inDType,
            CpuBuffer in,
            Layout inLayout,
            @Nullable CpuBuffer mean,
            double correction) {
        this.kind = kind;
        this.mean = mean;
        this.correction = correction;
        this.outDType = outDType;
        this.out = out;
        this.inDType = inDType;
        this.in = in;
        outOffset = outLayout.offset();
        inOffset = inLayout.offset();
        g = ReduceGeometry.of(outLayout, inLayout);
        fold = fold(kind);
        this.term = term;
        compute = term == Term.IS_NONZERO ? inDType : outDType;
    }

    /** Reduces as {@link dev.jgrad.spi.ReductionKernels#reduce} says. */
    public static void run(
            ReduceKind kind,
            DType outDType,
            CpuBuffer out,
            Layout outLayout,
            DType inDType,
            CpuBuffer in,
            Layout inLayout) {
        if (smallSum(kind, outDType, out, outLayout, inDType, in, inLayout)) {
            return;
        }
        ReduceKind actual = outDType.isBool() ? ofTruths(kind) : kind;
        new Reduction(actual, term(actual), outDType, out, outLayout, inDType, in, inLayout, null, 0).start();
    }

    /** The sum or mean of a small float tensor on the heap: the commonest reduction, for which the rest is too much. */
    private static boolean smallSum(
            ReduceKind kind,
            DType outDType,
            CpuBuffer out,
            Layout outLayout,
            DType inDType,
            CpuBuffer in,
            Layout inLayout) {
        long n = inLayout.numel();
        if ((kind != ReduceKind.SUM && kind != ReduceKind.MEAN)
                || outDType != DType.FLOAT32
                || inDType != DType.FLOAT32
                || outLayout.numel() != 1
                || n > ReduceTile.CAPACITY
                || !inLayout.isContiguous()
                || !(in.array(inDType) instanceof float[] x)
                || !(out.array(outDType) instanceof float[] y)) {
            return false;
        }
        double sum = FloatLanes.PREFERRED.sum(x, (int) inLayout.offset(), (int) n);
        y[(int) outLayout.offset()] = (float) (kind == ReduceKind.MEAN ? sum / n : sum);
        return true;
    }

    /** Variance and mean as {@link dev.jgrad.spi.ReductionKernels#varMean} says, in two passes. */
    public static void variance(
            DType dtype,
            CpuBuffer variance,
            @Nullable CpuBuffer mean,
            Layout outLayout,
            DType inDType,
            CpuBuffer in,
            Layout inLayout,
            double correction) {
        Term term = Term.SQUARED_DISTANCE;
        new Reduction(ReduceKind.SUM, term, dtype, variance, outLayout, inDType, in, inLayout, mean, correction)
                .start();
    }

    private void start() {
        if (g.kept == 0) {
            return;
        }
        if (g.byColumns()) {
            new ColumnReduction(this).run();
        } else {
            new RowReduction(this).run();
        }
    }

    /** In truth values a sum is "any" and a product "all". */
    private static ReduceKind ofTruths(ReduceKind kind) {
        return switch (kind) {
            case SUM, NANSUM, MAX, NORM1, NORM2, ANY, COUNT_NONZERO -> ReduceKind.ANY;
            case PROD, MIN, ALL -> ReduceKind.ALL;
            case MEAN, LOGSUMEXP -> kind;
        };
    }

    private static Fold fold(ReduceKind kind) {
        return switch (kind) {
            case SUM, NANSUM, MEAN, ANY, ALL, COUNT_NONZERO, LOGSUMEXP, NORM1, NORM2 -> Fold.ADD;
            case PROD -> Fold.MULTIPLY;
            case MAX -> Fold.GREATEST;
            case MIN -> Fold.LEAST;
        };
    }

    private static Term term(ReduceKind kind) {
        return switch (kind) {
            case SUM, MEAN, PROD, MAX, MIN -> Term.VALUE;
            case NANSUM -> Term.NUMBER_OR_ZERO;
            case ANY, ALL, COUNT_NONZERO -> Term.IS_NONZERO;
            case LOGSUMEXP -> Term.EXP_SHIFTED;
            case NORM2 -> Term.SQUARE;
            case NORM1 -> Term.ABSOLUTE;
        };
    }

    void merge(Accumulator[] parts, int first, int count, long at, long stride) {
        Accumulator acc = parts[first];
        for (int i = 1; i < count; i++) {
            acc.merge(fold, parts[first + i]);
        }
        finish(acc, at, stride);
    }

    Accumulator accumulator(ReduceTile tile, int width) {
        return new Accumulator(width, tile.integral(), term);
    }

    /** True when elements lose precision on the way to a 16-bit result's dtype, which happens before they are combined. */
    boolean rounds() {
        return compute.isReducedFloatingPoint() && inDType != compute && term != Term.IS_NONZERO;
    }

    void round(ReduceTile tile, int n) {
        if (rounds()) {
            tile.round(compute, n);
        }
    }

    /** Writes finished results. */
    void finish(Accumulator acc, long at, long stride) {
        if (term == Term.SQUARED_DISTANCE) {
            for (int i = 0; i < acc.width; i++) {
                // An infinite element has no distance to a mean that is infinite as well.
                boolean near = Double.isFinite(acc.shift[i]);
                acc.doubles[i] = near ? acc.doubles[i] / Math.max(0, acc.count[i] - correction) : Double.NaN;
            }
            if (mean != null) {
                Blocks.store(outDType, mean, at, stride, acc.shift, 0, acc.width);
            }
        } else {
            finish(acc.doubles, acc);
        }
        ReduceTile.store(outDType, out, at, stride, acc, acc.width);
    }

    /** Writes sums in float, or makes them means first, as results that are neighbours. */
    void finish(float[] sums, long at, int n) {
        if (kind == ReduceKind.MEAN) {
            for (int i = 0; i < n; i++) {
                sums[i] /= g.reduced;
            }
        }
        Blocks.store(outDType, out, at, 1, sums, 0, n);
    }

    private void finish(double[] d, Accumulator acc) {
        int n = d.length;
        switch (kind) {
            case SUM, NANSUM, PROD, MAX, MIN, NORM1, COUNT_NONZERO -> {}
            case MEAN -> {
                for (int i = 0; i < n; i++) {
                    d[i] /= g.reduced;
                }
            }
            case NORM2 -> {
                for (int i = 0; i < n; i++) {
                    d[i] = Math.sqrt(d[i]);
                }
            }
            case LOGSUMEXP -> {
                for (int i = 0; i < n; i++) {
                    d[i] = Math.log(d[i]) + acc.finiteShift(i);
                }
            }
            case ANY -> acc.compareCount(1);
            case ALL -> acc.compareCount(g.reduced);
        }
    }
}
