package dev.jgrad.cpu.kernels.reduce;

import dev.jgrad.cpu.kernels.lanes.FloatLanes;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import java.util.Arrays;

/** Columns side by side: the innermost dimension is kept, and whole rows are folded onto each other. */
final class ColumnReduction {
    /** Columns folded side by side. */
    private static final int COLUMNS = 1024;
    /** As wide as rows are made by folding several at once. */
    private static final int ABREAST = 128;
    /** As many rows are added in float before their sums go over to double. */
    private static final int ROWS_IN_FLOAT = 128;

    private final Reduction r;
    private final ReduceGeometry g;

    ColumnReduction(Reduction reduction) {
        r = reduction;
        g = reduction.g;
    }

    void run() {
        int last = g.keptRank - 1;
        long n = g.keptSize[last];
        boolean dense = g.keptIn[last] == 1 && g.reducedRank == 1 && g.reducedIn[0] == n && n <= COLUMNS;
        int width = (int) Math.min(n, COLUMNS);
        if (sumsInFloat(n)) {
            addInFloat(n);
            return;
        }
        long tiles = (n + width - 1) / width;
        long units = g.kept / n * tiles;
        long work = g.reduced * width;
        long length = g.reduced;
        if (units < Reduction.FEW && work > 2 * Reduction.GRAIN) {
            length = Math.max(Reduction.GRAIN / width, (g.reduced + 63) / 64);
        }
        long slice = Math.max(length, 1);
        long slices = Math.max(1, (g.reduced + slice - 1) / slice);
        if (slices == 1) {
            Parallel.forRange(units, Math.max(1, Reduction.GRAIN / Math.max(work, 1)), (from, to) -> {
                ReduceTile tile = ReduceTile.of(r.compute);
                for (long u = from; u < to; u++) {
                    Accumulator acc = range(tile, u, tiles, width, dense, 0, g.reduced);
                    r.finish(acc, columnsOut(u, tiles, width), g.keptOut[last]);
                }
            });
            return;
        }
        Accumulator[] parts = new Accumulator[(int) (units * slices)];
        Parallel.forRange(parts.length, 1, (from, to) -> {
            ReduceTile tile = ReduceTile.of(r.compute);
            for (long p = from; p < to; p++) {
                long begin = p % slices * slice;
                long end = Math.min(begin + slice, g.reduced);
                parts[(int) p] = range(tile, p / slices, tiles, width, dense, begin, end);
            }
        });
        for (long u = 0; u < units; u++) {
            int first = (int) (u * slices);
            r.merge(parts, first, (int) slices, columnsOut(u, tiles, width), g.keptOut[last]);
        }
    }

    /** True for sums of few rows of many floats in place, which need no double between the rows and the result. */
    private boolean sumsInFloat(long n) {
        return r.fold == Fold.ADD
                && r.term == Term.VALUE
                && r.compute == DType.FLOAT32
                && r.inDType == r.compute
                && r.in.isNative()
                && g.keptRank == 1
                && g.reducedRank == 1
                && g.keptIn[0] == 1
                && g.keptOut[0] == 1
                && n >= COLUMNS
                && g.reduced > 0
                && g.reduced <= ROWS_IN_FLOAT;
    }

    private void addInFloat(long n) {
        int rows = (int) g.reduced;
        long grain = Math.max(COLUMNS, Reduction.GRAIN / rows);
        Parallel.forRange(n, grain, (from, to) -> {
            float[] sums = Workspace.current().floats(0, COLUMNS);
            for (long column = from; column < to; column += COLUMNS) {
                int w = (int) Math.min(COLUMNS, to - column);
                Arrays.fill(sums, 0, w, 0);
                long at = r.in.address() + 4 * (r.inOffset + column);
                FloatLanes.PREFERRED.addRows(at, 4 * g.reducedIn[0], rows, w, sums);
                r.finish(sums, r.outOffset + column, w);
            }
        });
    }

    private long columnsOut(long unit, long tiles, int width) {
        int last = g.keptRank - 1;
        return r.outOffset
                + ReduceGeometry.position(unit / tiles, last, g.keptSize, g.keptOut)
                + unit % tiles * width * g.keptOut[last];
    }

    private Accumulator range(ReduceTile tile, long unit, long tiles, int width, boolean dense, long from, long to) {
        int last = g.keptRank - 1;
        long stride = g.keptIn[last];
        long column = unit % tiles * width;
        int w = (int) Math.min(width, g.keptSize[last] - column);
        long base = r.inOffset + ReduceGeometry.position(unit / tiles, last, g.keptSize, g.keptIn) + column * stride;
        // Rows of few columns are folded several abreast, so that the loop over columns is long enough for vectors.
        int abreast = dense ? (int) Math.max(1, Math.min(ABREAST / w, (to - from) / 16)) : 1;
        Accumulator acc = r.accumulator(tile, w * abreast);
        if (r.term == Term.EXP_SHIFTED) {
            acc.reset(Fold.GREATEST);
            pass(tile, acc, base, from, to, w, abreast, dense, Fold.GREATEST, Term.VALUE);
            acc.shiftByMaximum();
        } else if (r.term == Term.SQUARED_DISTANCE) {
            acc.reset(Fold.ADD);
            pass(tile, acc, base, from, to, w, abreast, dense, Fold.ADD, Term.VALUE);
            for (int j = 0; j < acc.width; j++) {
                acc.count[j] = (to - from - j / w + abreast - 1) / abreast;
            }
            acc.shiftByMean();
        } else {
            acc.reset(r.fold);
        }
        pass(tile, acc, base, from, to, w, abreast, dense, r.fold, r.term);
        return abreast == 1 ? acc : acc.narrow(r.fold, w);
    }

    private void pass(
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
        boolean inPlace = t == Term.VALUE && !r.rounds() && (w == 1 || g.keptIn[g.keptRank - 1] == 1);
        if (inPlace && f == Fold.ADD && r.compute == DType.FLOAT32 && r.inDType == r.compute && r.in.isNative()) {
            capacity = Math.max(capacity, ROWS_IN_FLOAT * abreast);
        }
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
                tile.view(r.inDType, r.in, at, g.innerReducedStride(), rows, w);
            } else if (dense) {
                tile.load(r.inDType, r.in, base + i * w, 1, 0, rows * w);
            } else {
                loadRows(tile, base, i, rows, w);
            }
            i += rows;
            r.round(tile, rows * w);
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
        for (int row = 0; row < rows; ) {
            long outer = (first + row) / inner;
            long within = first + row - outer * inner;
            long at = base + ReduceGeometry.position(outer, outerRank, g.reducedSize, g.reducedIn) + within * step;
            int run = (int) Math.min(inner - within, rows - row);
            for (int j = 0; j < run; j++) {
                tile.load(r.inDType, r.in, at + j * step, stride, (row + j) * w, w);
            }
            row += run;
        }
    }
}
