package dev.jgrad.cpu.kernels.reduce;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.FloatLanes;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.loops.BFloat16;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;

/** Folding in float within a tile, in double from tile to tile. */
final class FloatTile extends ReduceTile {
    private static final FloatLanes LANES = FloatLanes.PREFERRED;

    private final Workspace workspace = Workspace.current();
    private float[] tile = workspace.floats(0, CAPACITY);
    private int start;

    @Override
    void load(DType dtype, CpuBuffer in, long position, long stride, int at, int n) {
        tile = workspace.floats(0, CAPACITY);
        start = 0;
        Blocks.load(dtype, in, position, stride, tile, at, n);
    }

    @Override
    void view(DType dtype, CpuBuffer in, long position, int n) {
        if (dtype == DType.FLOAT32 && in.array(dtype) instanceof float[] array) {
            tile = array;
            start = (int) position;
        } else {
            load(dtype, in, position, 1, 0, n);
        }
    }

    @Override
    void round(DType dtype, int n) {
        float[] t = tile;
        if (dtype == DType.FLOAT16) {
            for (int i = 0; i < n; i++) {
                t[i] = Float.float16ToFloat(Float.floatToFloat16(t[i]));
            }
        } else {
            for (int i = 0; i < n; i++) {
                t[i] = BFloat16.toFloat(BFloat16.of(t[i]));
            }
        }
    }

    @Override
    void term(Term term, Accumulator acc, int rows, int width) {
        float[] t = tile;
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

    private void subtractShift(float[] t, Accumulator acc, int n) {
        int width = acc.width;
        float[] shift = workspace.floats(2, width);
        for (int j = 0; j < width; j++) {
            shift[j] = (float) acc.finiteShift(j);
        }
        if (width == 1) {
            float one = shift[0];
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
        float[] sums = workspace.floats(1, width);
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

    private static void addFour(float[] t, int at, int width, float[] sums) {
        int second = at + width;
        int third = second + width;
        int fourth = third + width;
        for (int j = 0; j < width; j++) {
            sums[j] += (t[at + j] + t[second + j]) + (t[third + j] + t[fourth + j]);
        }
    }

    private static void addOne(float[] t, int at, int width, float[] sums) {
        for (int j = 0; j < width; j++) {
            sums[j] += t[at + j];
        }
    }

    private static void multiply(float[] t, int at, int width, float[] products) {
        for (int j = 0; j < width; j++) {
            products[j] *= t[at + j];
        }
    }

    private static void greatest(float[] t, int at, int width, float[] best) {
        for (int j = 0; j < width; j++) {
            best[j] = Math.max(best[j], t[at + j]);
        }
    }

    private static void least(float[] t, int at, int width, float[] best) {
        for (int j = 0; j < width; j++) {
            best[j] = Math.min(best[j], t[at + j]);
        }
    }
}
