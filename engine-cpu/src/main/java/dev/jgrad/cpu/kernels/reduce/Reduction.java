package dev.jgrad.cpu.kernels.reduce;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.FloatLanes;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.ReduceKind;
import org.jspecify.annotations.Nullable;

/** One call of a reduction: walks over the input tile by tile, in parallel. */
public final class Reduction {
    /** Elements that are worth a part of a parallel range: about 5 microseconds. */
    private static final long GRAIN = 32768;
    /** Fewer results than this, each of many elements, are computed from slices. */
    private static final long FEW = 16;
    /** Columns folded side by side. */
    private static final int COLUMNS = 1024;
    /** As wide as rows are made by folding several at once. */
    private static final int ABREAST = 128;

    private final ReduceKind kind;
    private final Fold fold;
    private final Term term;
    private final DType compute;
    private final DType outDType;
    private final CpuBuffer out;
    private final long outOffset;
    private final DType inDType;
    private final CpuBuffer in;
    private final long inOffset;
    private final ReduceGeometry g;
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
            columns();
        } else {
            rows();
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

    // ---- along rows ----

    private void rows() {
        long n = g.reduced;
        if (g.kept < FEW && n > 2 * GRAIN) {
            slicedRows();
        } else if (rowsLieBehindEachOther()) {
            int together = (int) (ReduceTile.CAPACITY / Math.max(n, 1));
            long groups = (g.keptSize[g.keptRank - 1] + together - 1) / together;
            long outer = g.kept / g.keptSize[g.keptRank - 1];
            Parallel.forRange(outer * groups, Math.max(1, GRAIN / (together * n)), (from, to) -> {
                ReduceTile tile = ReduceTile.of(compute);
                for (long u = from; u < to; u++) {
                    shortRows(tile, u / groups, u % groups * together, together);
                }
            });
        } else {
            Parallel.forRange(g.kept, Math.max(1, GRAIN / Math.max(n, 1)), (from, to) -> {
                ReduceTile tile = ReduceTile.of(compute);
                Accumulator acc = accumulator(tile, 1);
                for (long k = from; k < to; k++) {
                    long base = inOffset + ReduceGeometry.position(k, g.keptRank, g.keptSize, g.keptIn);
                    rowRange(tile, acc, base, 0, n);
                    long at = outOffset + ReduceGeometry.position(k, g.keptRank, g.keptSize, g.keptOut);
                    finish(acc, at, 0);
                }
            });
        }
    }

    private boolean rowsLieBehindEachOther() {
        return g.keptRank > 0
                && g.reducedRank == 1
                && g.innerReducedStride() == 1
                && g.keptIn[g.keptRank - 1] == g.reduced
                && g.reduced <= ReduceTile.CAPACITY / 4
                && g.reduced > 0
                && !term.isShifted();
    }

    /** Several whole rows, which lie behind each other, in one tile. */
    private void shortRows(ReduceTile tile, long outer, long first, int together) {
        int last = g.keptRank - 1;
        int n = (int) g.reduced;
        int count = (int) Math.min(together, g.keptSize[last] - first);
        long base = inOffset + ReduceGeometry.position(outer, last, g.keptSize, g.keptIn) + first * n;
        Accumulator acc = accumulator(tile, count);
        acc.reset(fold);
        bring(tile, base, count * n);
        tile.term(term, acc, count, n);
        tile.foldEach(fold, count, n, acc);
        long at = outOffset + ReduceGeometry.position(outer, last, g.keptSize, g.keptOut) + first * g.keptOut[last];
        finish(acc, at, g.keptOut[last]);
    }

    private void slicedRows() {
        long length = Math.max(GRAIN, (g.reduced + 63) / 64);
        long slices = (g.reduced + length - 1) / length;
        Accumulator[] parts = new Accumulator[(int) (g.kept * slices)];
        Parallel.forRange(parts.length, 1, (from, to) -> {
            ReduceTile tile = ReduceTile.of(compute);
            for (long p = from; p < to; p++) {
                long begin = p % slices * length;
                long base = inOffset + ReduceGeometry.position(p / slices, g.keptRank, g.keptSize, g.keptIn);
                Accumulator acc = accumulator(tile, 1);
                rowRange(tile, acc, base, begin, Math.min(begin + length, g.reduced));
                parts[(int) p] = acc;
            }
        });
        for (long k = 0; k < g.kept; k++) {
            long at = outOffset + ReduceGeometry.position(k, g.keptRank, g.keptSize, g.keptOut);
            merge(parts, (int) (k * slices), (int) slices, at, 0);
        }
    }

    private void merge(Accumulator[] parts, int first, int count, long at, long stride) {
        Accumulator acc = parts[first];
        for (int i = 1; i < count; i++) {
            acc.merge(fold, parts[first + i]);
        }
        finish(acc, at, stride);
    }

    private void rowRange(ReduceTile tile, Accumulator acc, long base, long from, long to) {
        if (term == Term.EXP_SHIFTED) {
            acc.reset(Fold.GREATEST);
            rowPass(tile, acc, base, from, to, Fold.GREATEST, Term.VALUE);
            acc.shiftByMaximum();
        } else if (term == Term.SQUARED_DISTANCE) {
            acc.reset(Fold.ADD);
            rowPass(tile, acc, base, from, to, Fold.ADD, Term.VALUE);
            acc.count[0] = to - from;
            acc.shiftByMean();
        } else {
            acc.reset(fold);
        }
        rowPass(tile, acc, base, from, to, fold, term);
    }

    private void rowPass(ReduceTile tile, Accumulator acc, long base, long from, long to, Fold f, Term t) {
        long inner = g.innerReduced();
        long stride = g.innerReducedStride();
        int filled = 0;
        for (long i = from; i < to; ) {
            long outer = i / inner;
            long within = i - outer * inner;
            int run = (int) Math.min(Math.min(inner - within, to - i), ReduceTile.CAPACITY - filled);
            long at = base
                    + ReduceGeometry.position(outer, g.reducedRank - 1, g.reducedSize, g.reducedIn)
                    + within * stride;
            i += run;
            if (t == Term.VALUE && !rounds() && stride == 1 && filled == 0 && (run >= 1024 || i == to)) {
                tile.view(inDType, in, at, run, 1, run);
                tile.foldAll(f, 0, run, acc, 0);
                continue;
            }
            tile.load(inDType, in, at, stride, filled, run);
            filled += run;
            if (filled == ReduceTile.CAPACITY || i == to) {
                round(tile, filled);
                tile.term(t, acc, filled, 1);
                tile.foldAll(f, 0, filled, acc, 0);
                filled = 0;
            }
        }
    }

    // ---- columns side by side ----

    private void columns() {
        int last = g.keptRank - 1;
        long n = g.keptSize[last];
        boolean dense = g.keptIn[last] == 1 && g.reducedRank == 1 && g.reducedIn[0] == n && n <= COLUMNS;
        int width = (int) Math.min(n, COLUMNS);
        long tiles = (n + width - 1) / width;
        long units = g.kept / n * tiles;
        long work = g.reduced * width;
        long length = g.reduced;
        if (units < FEW && work > 2 * GRAIN) {
            length = Math.max(GRAIN / width, (g.reduced + 63) / 64);
        }
        long slice = Math.max(length, 1);
        long slices = Math.max(1, (g.reduced + slice - 1) / slice);
        if (slices == 1) {
            Parallel.forRange(units, Math.max(1, GRAIN / Math.max(work, 1)), (from, to) -> {
                ReduceTile tile = ReduceTile.of(compute);
                for (long u = from; u < to; u++) {
                    Accumulator acc = columnRange(tile, u, tiles, width, dense, 0, g.reduced);
                    finish(acc, columnsOut(u, tiles, width), g.keptOut[last]);
                }
            });
            return;
        }
        Accumulator[] parts = new Accumulator[(int) (units * slices)];
        Parallel.forRange(parts.length, 1, (from, to) -> {
            ReduceTile tile = ReduceTile.of(compute);
            for (long p = from; p < to; p++) {
                long begin = p % slices * slice;
                long end = Math.min(begin + slice, g.reduced);
                parts[(int) p] = columnRange(tile, p / slices, tiles, width, dense, begin, end);
            }
        });
        for (long u = 0; u < units; u++) {
            int first = (int) (u * slices);
            merge(parts, first, (int) slices, columnsOut(u, tiles, width), g.keptOut[last]);
        }
    }

    private long columnsOut(long unit, long tiles, int width) {
        int last = g.keptRank - 1;
        return outOffset
                + ReduceGeometry.position(unit / tiles, last, g.keptSize, g.keptOut)
                + unit % tiles * width * g.keptOut[last];
    }

    private Accumulator columnRange(
            ReduceTile tile, long unit, long tiles, int width, boolean dense, long from, long to) {
        int last = g.keptRank - 1;
        long stride = g.keptIn[last];
        long column = unit % tiles * width;
        int w = (int) Math.min(width, g.keptSize[last] - column);
        long base = inOffset + ReduceGeometry.position(unit / tiles, last, g.keptSize, g.keptIn) + column * stride;
        // Rows of few columns are folded several abreast, so that the loop over columns is long enough for vectors.
        int abreast = dense ? (int) Math.max(1, Math.min(ABREAST / w, (to - from) / 16)) : 1;
        Accumulator acc = accumulator(tile, w * abreast);
        if (term == Term.EXP_SHIFTED) {
            acc.reset(Fold.GREATEST);
            columnPass(tile, acc, base, from, to, w, abreast, dense, Fold.GREATEST, Term.VALUE);
            acc.shiftByMaximum();
        } else if (term == Term.SQUARED_DISTANCE) {
            acc.reset(Fold.ADD);
            columnPass(tile, acc, base, from, to, w, abreast, dense, Fold.ADD, Term.VALUE);
            for (int j = 0; j < acc.width; j++) {
                acc.count[j] = (to - from - j / w + abreast - 1) / abreast;
            }
            acc.shiftByMean();
        } else {
            acc.reset(fold);
        }
        columnPass(tile, acc, base, from, to, w, abreast, dense, fold, term);
        return abreast == 1 ? acc : acc.narrow(fold, w);
    }

    private void columnPass(
            ReduceTile tile,
            Accumulator acc,
            long base,
            long from,
            long to,
            int w,
            int abreast,
            boolean dense,
            Fold f,
            Term t) {
        int capacity = Math.max(1, ReduceTile.CAPACITY / (w * abreast)) * abreast;
        boolean inPlace = t == Term.VALUE && !rounds() && (w == 1 || g.keptIn[g.keptRank - 1] == 1);
        for (long i = from; i < to; ) {
            int rows = (int) Math.min(capacity, to - i);
            if (inPlace) {
                long inner = g.innerReduced();
                long outer = i / inner;
                long within = i - outer * inner;
                rows = (int) Math.min(rows, inner - within);
                long at = base
                        + ReduceGeometry.position(outer, g.reducedRank - 1, g.reducedSize, g.reducedIn)
                        + within * g.innerReducedStride();
                tile.view(inDType, in, at, g.innerReducedStride(), rows, w);
            } else if (dense) {
                tile.load(inDType, in, base + i * w, 1, 0, rows * w);
            } else {
                loadRows(tile, base, i, rows, w);
            }
            i += rows;
            round(tile, rows * w);
            tile.term(t, acc, rows, w);
            if (rows / abreast > 0) {
                tile.foldRows(f, 0, rows / abreast, w * abreast, acc);
            }
            int rest = rows % abreast;
            if (rest > 0) {
                tile.foldRows(f, (rows - rest) * w, 1, rest * w, acc);
            }
        }
    }

    private void loadRows(ReduceTile tile, long base, long first, int rows, int w) {
        long inner = g.innerReduced();
        long step = g.innerReducedStride();
        long stride = g.keptIn[g.keptRank - 1];
        int outerRank = Math.max(0, g.reducedRank - 1);
        for (int r = 0; r < rows; ) {
            long outer = (first + r) / inner;
            long within = first + r - outer * inner;
            long at = base + ReduceGeometry.position(outer, outerRank, g.reducedSize, g.reducedIn) + within * step;
            int run = (int) Math.min(inner - within, rows - r);
            for (int j = 0; j < run; j++) {
                tile.load(inDType, in, at + j * step, stride, (r + j) * w, w);
            }
            r += run;
        }
    }

    // ---- what both share ----

    private Accumulator accumulator(ReduceTile tile, int width) {
        return new Accumulator(width, tile.integral(), term);
    }

    private void bring(ReduceTile tile, long at, int n) {
        if (term == Term.VALUE && !rounds()) {
            tile.view(inDType, in, at, n, 1, n);
        } else {
            tile.load(inDType, in, at, 1, 0, n);
            round(tile, n);
        }
    }

    /** True when elements lose precision on the way to a 16-bit result's dtype, which happens before they are combined. */
    private boolean rounds() {
        return compute.isReducedFloatingPoint() && inDType != compute && term != Term.IS_NONZERO;
    }

    private void round(ReduceTile tile, int n) {
        if (rounds()) {
            tile.round(compute, n);
        }
    }

    /** Writes finished results. */
    private void finish(Accumulator acc, long at, long stride) {
        if (term == Term.SQUARED_DISTANCE) {
            for (int i = 0; i < acc.width; i++) {
                acc.doubles[i] /= Math.max(0, acc.count[i] - correction);
            }
            if (mean != null) {
                Blocks.store(outDType, mean, at, stride, acc.shift, 0, acc.width);
            }
        } else {
            finish(acc.doubles, acc);
        }
        ReduceTile.store(outDType, out, at, stride, acc, acc.width);
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
