package dev.jgrad.cpu.kernels.reduce;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.DoubleLanes;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;

/** The twin of {@link FloatTile} for float64. */
final class DoubleTile extends ReduceTile {
    private static final DoubleLanes LANES = DoubleLanes.PREFERRED;

    private final Workspace workspace = Workspace.current();
    private double[] tile = workspace.doubles(0, CAPACITY);
    private int start;

    @Override
    void load(DType dtype, CpuBuffer in, long position, long stride, int at, int n) {
        tile = workspace.doubles(0, CAPACITY);
        start = 0;
        Blocks.load(dtype, in, position, stride, tile, at, n);
    }

    @Override
    void view(DType dtype, CpuBuffer in, long position, int n) {
        if (dtype == DType.FLOAT64 && in.array(dtype) instanceof double[] array) {
            tile = array;
            start = (int) position;
        } else {
            load(dtype, in, position, 1, 0, n);
        }
    }

    @Override
    void term(Term term, Accumulator acc, int rows, int width) {
        double[] t = tile;
        int n = rows * width;
        switch (term) {
            case VALUE -> {}
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
            case NUMBER_OR_ZERO -> {
                for (int i = 0; i < n; i++) {
                    t[i] = t[i] == t[i] ? t[i] : 0;
                }
            }
            case IS_NONZERO -> {
                for (int i = 0; i < n; i++) {
                    t[i] = t[i] != 0 ? 1 : 0;
                }
            }
            case EXP_SHIFTED -> {
                subtractShift(t, acc, n);
                LANES.exp(t, 0, t, 0, n);
            }
            case SQUARED_DISTANCE -> {
                subtractShift(t, acc, n);
                for (int i = 0; i < n; i++) {
                    t[i] = t[i] * t[i];
                }
            }
        }
    }

    private void subtractShift(double[] t, Accumulator acc, int n) {
        int width = acc.width;
        double[] shift = workspace.doubles(2, width);
        for (int j = 0; j < width; j++) {
            shift[j] = acc.finiteShift(j);
        }
        if (width == 1) {
            double one = shift[0];
            for (int i = 0; i < n; i++) {
                t[i] -= one;
            }
            return;
        }
        for (int at = 0; at < n; at += width) {
            int w = Math.min(width, n - at);
            for (int j = 0; j < w; j++) {
                t[at + j] -= shift[j];
            }
        }
    }

    @Override
    void foldAll(Fold fold, int at, int n, Accumulator acc, int to) {
        int from = start + at;
        double x = switch (fold) {
            case ADD -> LANES.sum(tile, from, n);
            case MULTIPLY -> LANES.product(tile, from, n);
            case GREATEST -> LANES.max(tile, from, n);
            case LEAST -> LANES.min(tile, from, n);
        };
        acc.doubles[to] = fold.apply(acc.doubles[to], x);
    }

    @Override
    void foldRows(Fold fold, int at, int rows, int width, Accumulator acc) {
        int from = start + at;
        double[] sums = workspace.doubles(1, width);
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
        double[] d = acc.doubles;
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

    private static void addFour(double[] t, int at, int width, double[] sums) {
        int second = at + width;
        int third = second + width;
        int fourth = third + width;
        for (int j = 0; j < width; j++) {
            sums[j] += (t[at + j] + t[second + j]) + (t[third + j] + t[fourth + j]);
        }
    }

    private static void addOne(double[] t, int at, int width, double[] sums) {
        for (int j = 0; j < width; j++) {
            sums[j] += t[at + j];
        }
    }

    private static void multiply(double[] t, int at, int width, double[] products) {
        for (int j = 0; j < width; j++) {
            products[j] *= t[at + j];
        }
    }

    private static void greatest(double[] t, int at, int width, double[] best) {
        for (int j = 0; j < width; j++) {
            best[j] = Math.max(best[j], t[at + j]);
        }
    }

    private static void least(double[] t, int at, int width, double[] best) {
        for (int j = 0; j < width; j++) {
            best[j] = Math.min(best[j], t[at + j]);
        }
    }
}
