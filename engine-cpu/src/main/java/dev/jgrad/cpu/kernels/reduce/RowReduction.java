package dev.jgrad.cpu.kernels.reduce;

import dev.jgrad.cpu.threads.Parallel;

/** Along rows: the innermost dimension is reduced. */
final class RowReduction {
    private final Reduction r;
    private final ReduceGeometry g;

    RowReduction(Reduction reduction) {
        r = reduction;
        g = reduction.g;
    }

    void run() {
        long n = g.reduced;
        if (g.kept < Reduction.FEW && n > 2 * Reduction.GRAIN) {
            sliced();
        } else if (rowsLieBehindEachOther()) {
            int together = (int) (ReduceTile.CAPACITY / Math.max(n, 1));
            long groups = (g.keptSize[g.keptRank - 1] + together - 1) / together;
            long outer = g.kept / g.keptSize[g.keptRank - 1];
            Parallel.forRange(outer * groups, Math.max(1, Reduction.GRAIN / (together * n)), (from, to) -> {
                ReduceTile tile = ReduceTile.of(r.compute);
                for (long u = from; u < to; u++) {
                    shortRows(tile, u / groups, u % groups * together, together);
                }
            });
        } else {
            Parallel.forRange(g.kept, Math.max(1, Reduction.GRAIN / Math.max(n, 1)), (from, to) -> {
                ReduceTile tile = ReduceTile.of(r.compute);
                Accumulator acc = r.accumulator(tile, 1);
                for (long k = from; k < to; k++) {
                    long base = r.inOffset + ReduceGeometry.position(k, g.keptRank, g.keptSize, g.keptIn);
                    range(tile, acc, base, 0, n);
                    long at = r.outOffset + ReduceGeometry.position(k, g.keptRank, g.keptSize, g.keptOut);
                    r.finish(acc, at, 0);
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
                && !r.term.isShifted();
    }

    /** Several whole rows, which lie behind each other, in one tile. */
    private void shortRows(ReduceTile tile, long outer, long first, int together) {
        int last = g.keptRank - 1;
        int n = (int) g.reduced;
        int count = (int) Math.min(together, g.keptSize[last] - first);
        long base = r.inOffset + ReduceGeometry.position(outer, last, g.keptSize, g.keptIn) + first * n;
        Accumulator acc = r.accumulator(tile, count);
        acc.reset(r.fold);
        bring(tile, base, count * n);
        tile.term(r.term, acc, count, n);
        tile.foldEach(r.fold, count, n, acc);
        long at = r.outOffset + ReduceGeometry.position(outer, last, g.keptSize, g.keptOut) + first * g.keptOut[last];
        r.finish(acc, at, g.keptOut[last]);
    }

    private void sliced() {
        long length = Math.max(Reduction.GRAIN, (g.reduced + 63) / 64);
        long slices = (g.reduced + length - 1) / length;
        Accumulator[] parts = new Accumulator[(int) (g.kept * slices)];
        Parallel.forRange(parts.length, 1, (from, to) -> {
            ReduceTile tile = ReduceTile.of(r.compute);
            for (long p = from; p < to; p++) {
                long begin = p % slices * length;
                long base = r.inOffset + ReduceGeometry.position(p / slices, g.keptRank, g.keptSize, g.keptIn);
                Accumulator acc = r.accumulator(tile, 1);
                range(tile, acc, base, begin, Math.min(begin + length, g.reduced));
                parts[(int) p] = acc;
            }
        });
        for (long k = 0; k < g.kept; k++) {
            long at = r.outOffset + ReduceGeometry.position(k, g.keptRank, g.keptSize, g.keptOut);
            r.merge(parts, (int) (k * slices), (int) slices, at, 0);
        }
    }

    private void range(ReduceTile tile, Accumulator acc, long base, long from, long to) {
        if (r.term == Term.EXP_SHIFTED) {
            acc.reset(Fold.GREATEST);
            pass(tile, acc, base, from, to, Fold.GREATEST, Term.VALUE);
            acc.shiftByMaximum();
        } else if (r.term == Term.SQUARED_DISTANCE) {
            acc.reset(Fold.ADD);
            pass(tile, acc, base, from, to, Fold.ADD, Term.VALUE);
            acc.count[0] = to - from;
            acc.shiftByMean();
        } else {
            acc.reset(r.fold);
        }
        pass(tile, acc, base, from, to, r.fold, r.term);
    }

    private void pass(ReduceTile tile, Accumulator acc, long base, long from, long to, Fold f, Term t) {
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
            if (t == Term.VALUE && !r.rounds() && stride == 1 && filled == 0 && (run >= 1024 || i == to)) {
                tile.view(r.inDType, r.in, at, run, 1, run);
                tile.foldAll(f, 0, run, acc, 0);
                continue;
            }
            tile.load(r.inDType, r.in, at, stride, filled, run);
            filled += run;
            if (filled == ReduceTile.CAPACITY || i == to) {
                r.round(tile, filled);
                tile.term(t, acc, filled, 1);
                tile.foldAll(f, 0, filled, acc, 0);
                filled = 0;
            }
        }
    }

    private void bring(ReduceTile tile, long at, int n) {
        if (r.term == Term.VALUE && !r.rounds()) {
            tile.view(r.inDType, r.in, at, n, 1, n);
        } else {
            tile.load(r.inDType, r.in, at, 1, 0, n);
            r.round(tile, n);
        }
    }
}
