package dev.jgrad.cpu.kernels.reduce;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;

/** Folding of integers and truth values; sums and products wrap. */
final class LongTile extends ReduceTile {
    private final Workspace workspace = Workspace.current();
    private long[] tile = workspace.longs(0, CAPACITY);
    private int start;

    @Override
    void load(DType dtype, CpuBuffer in, long position, long stride, int at, int n) {
        tile = workspace.longs(0, CAPACITY);
        start = 0;
        Blocks.load(dtype, in, position, stride, tile, at, n);
    }

    @Override
    void view(DType dtype, CpuBuffer in, long position, long stride, int rows, int width) {
        if (dtype == DType.INT64 && stride == width && in.array(dtype) instanceof long[] array) {
            tile = array;
            start = (int) position;
        } else {
            super.view(dtype, in, position, stride, rows, width);
        }
    }

    @Override
    void term(Term term, Accumulator acc, int rows, int width) {
        long[] t = tile;
        int n = rows * width;
        switch (term) {
            case VALUE, NUMBER_OR_ZERO -> {}
            case ABSOLUTE -> {
                for (int i = 0; i < n; i++) {
                    t[i] = Math.abs(t[i]);
                }
            }
            case SQUARE -> {
                for (int i = 0; i < n; i++) {
                    t[i] = t[i] * t[i];
                }
            }
            case IS_NONZERO -> {
                for (int i = 0; i < n; i++) {
                    t[i] = t[i] != 0 ? 1 : 0;
                }
            }
            case EXP_SHIFTED, SQUARED_DISTANCE -> throw new AssertionError(term);
        }
    }

    @Override
    boolean integral() {
        return true;
    }

    @Override
    void foldAll(Fold fold, int at, int n, Accumulator acc, int to) {
        long x = fold.longIdentity();
        long[] t = tile;
        int from = start + at;
        switch (fold) {
            case ADD -> x = sum(t, from, n);
            case MULTIPLY -> {
                for (int i = 0; i < n; i++) {
                    x *= t[from + i];
                }
            }
            case GREATEST -> {
                for (int i = 0; i < n; i++) {
                    x = Math.max(x, t[from + i]);
                }
            }
            case LEAST -> {
                for (int i = 0; i < n; i++) {
                    x = Math.min(x, t[from + i]);
                }
            }
        }
        acc.longs[to] = fold.apply(acc.longs[to], x);
    }

    private static long sum(long[] t, int from, int n) {
        long a = 0;
        for (int i = 0; i < n; i++) {
            a += t[from + i];
        }
        return a;
    }

    @Override
    void foldRows(Fold fold, int at, int rows, int width, Accumulator acc) {
        int from = start + at;
        long[] sums = workspace.longs(1, width);
        System.arraycopy(tile, from, sums, 0, width);
        int row = 1;
        switch (fold) {
            case ADD -> {
                for (; row + 4 <= rows; row += 4) {
                    addFour(tile, from + row * width, width, sums);
                }
                for (; row < rows; row++) {
                    addOne(tile, from + row * width, width, sums);
                }
            }
            case MULTIPLY -> {
                for (; row < rows; row++) {
                    multiply(tile, from + row * width, width, sums);
                }
            }
            case GREATEST -> {
                for (; row < rows; row++) {
                    greatest(tile, from + row * width, width, sums);
                }
            }
            case LEAST -> {
                for (; row < rows; row++) {
                    least(tile, from + row * width, width, sums);
                }
            }
        }
        long[] d = acc.longs;
        if (fold == Fold.ADD) {
            for (int j = 0; j < width; j++) {
                d[j] += sums[j];
            }
        } else {
            for (int j = 0; j < width; j++) {
                d[j] = fold.apply(d[j], sums[j]);
            }
        }
    }

    private static void addFour(long[] t, int at, int width, long[] sums) {
        int second = at + width;
        int third = second + width;
        int fourth = third + width;
        for (int j = 0; j < width; j++) {
            sums[j] += (t[at + j] + t[second + j]) + (t[third + j] + t[fourth + j]);
        }
    }

    private static void addOne(long[] t, int at, int width, long[] sums) {
        for (int j = 0; j < width; j++) {
            sums[j] += t[at + j];
        }
    }

    private static void multiply(long[] t, int at, int width, long[] products) {
        for (int j = 0; j < width; j++) {
            products[j] *= t[at + j];
        }
    }

    private static void greatest(long[] t, int at, int width, long[] best) {
        for (int j = 0; j < width; j++) {
            best[j] = Math.max(best[j], t[at + j]);
        }
    }

    private static void least(long[] t, int at, int width, long[] best) {
        for (int j = 0; j < width; j++) {
            best[j] = Math.min(best[j], t[at + j]);
        }
    }
}
