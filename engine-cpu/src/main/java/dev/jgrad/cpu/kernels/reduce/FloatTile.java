package dev.jgrad.cpu.kernels.reduce;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.kernels.lanes.FloatLanes;
import dev.jgrad.cpu.kernels.lanes.FloatRows;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.loops.BFloat16;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Folding in float within a tile, in double from tile to tile. */
final class FloatTile extends ReduceTile {
    private static final FloatRows ROWS = FloatRows.PREFERRED;
    private static final FloatLanes LANES = FloatLanes.PREFERRED;

    /** Rows shorter than this are folded side by side: a vector along each is not worth its beginning and end. */
    private static final int SHORT_ROW = 32;

    private final Workspace workspace = Workspace.current();
    private float[] tile = workspace.floats(0, CAPACITY);
    private int start;
    /** Distance of rows, 0 where they lie behind each other. */
    private int rowStride;

    private int viewedRows;
    private int viewedWidth;
    /** Where the elements are if they are native and looked at in place; else 0. */
    private long address;

    @Override
    void load(DType dtype, CpuBuffer in, long position, long stride, int at, int n) {
        tile = workspace.floats(0, CAPACITY);
        start = 0;
        rowStride = 0;
        address = 0;
        Blocks.load(dtype, in, position, stride, tile, at, n);
    }

    @Override
    void view(DType dtype, CpuBuffer in, long position, long stride, int rows, int width) {
        if (dtype != DType.FLOAT32) {
            super.view(dtype, in, position, stride, rows, width);
        } else if (in.array(dtype) instanceof float[] array) {
            tile = array;
            start = (int) position;
            rowStride = stride == width ? 0 : (int) stride;
            address = 0;
        } else {
            address = in.address() + 4 * position;
            rowStride = stride == width ? 0 : (int) stride;
            viewedRows = rows;
            viewedWidth = width;
        }
    }

    /** Copies what was looked at in place, for loops that have no native form. */
    private void bring() {
        if (address == 0) {
            return;
        }
        tile = workspace.floats(0, CAPACITY);
        start = 0;
        long stride = rowStride == 0 ? viewedWidth : rowStride;
        for (int r = 0; r < viewedRows; r++) {
            long row = address + 4 * r * stride;
            MemorySegment.copy(Native.ALL, Native.FLOAT, row, tile, r * viewedWidth, viewedWidth);
        }
        rowStride = 0;
        address = 0;
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
            ROWS.subtract(t, at, shift, w);
        }
    }

    @Override
    void foldAll(Fold fold, int at, int n, Accumulator acc, int to) {
        if (address != 0 && fold == Fold.MULTIPLY) {
            bring();
        }
        int from = start + at;
        long there = address + 4L * at;
        boolean here = address == 0;
        double x = switch (fold) {
            case ADD -> here ? LANES.sum(tile, from, n) : LANES.sum(there, n);
            case MULTIPLY -> LANES.product(tile, from, n);
            case GREATEST -> here ? LANES.max(tile, from, n) : LANES.max(there, n);
            case LEAST -> here ? LANES.min(tile, from, n) : LANES.min(there, n);
        };
        acc.doubles[to] = fold.apply(acc.doubles[to], fold == Fold.ADD && Double.isInfinite(x) ? wideSum(at, n) : x);
    }

    /** The sum in double, for squares that float's sum of them overflows. */
    private double wideSum(int at, int n) {
        bring();
        double sum = 0;
        for (int i = start + at; i < start + at + n; i++) {
            sum += tile[i];
        }
        return sum;
    }

    @Override
    void foldEach(Fold fold, int rows, int width, Accumulator acc) {
        if (fold == Fold.MULTIPLY || width >= SHORT_ROW) {
            super.foldEach(fold, rows, width, acc);
            return;
        }
        bring();
        if (fold == Fold.ADD) {
            addEach(tile, start, rows, width, acc.doubles);
            return;
        }
        float[] found = workspace.floats(1, rows);
        if (fold == Fold.GREATEST) {
            LANES.maxEach(tile, start, rows, width, found);
        } else {
            LANES.minEach(tile, start, rows, width, found);
        }
        for (int r = 0; r < rows; r++) {
            acc.doubles[r] = fold.apply(acc.doubles[r], found[r]);
        }
    }

    private static void addEach(float[] t, int at, int rows, int width, double[] sums) {
        for (int r = 0; r < rows; r++) {
            double sum = 0;
            int row = at + r * width;
            for (int j = 0; j < width; j++) {
                sum += t[row + j];
            }
            sums[r] += sum;
        }
    }

    @Override
    void foldRows(Fold fold, int at, int rows, int width, Accumulator acc) {
        float[] sums = workspace.floats(1, width);
        if (address != 0 && fold == Fold.ADD) {
            Arrays.fill(sums, 0, width, 0);
            long step = rowStride == 0 ? width : rowStride;
            LANES.addRows(address + 4L * at, 4 * step, rows, width, sums);
        } else {
            if (address != 0) {
                bring();
            }
            foldRows(fold, start + at, rows, width, sums);
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

    private void foldRows(Fold fold, int from, int rows, int width, float[] sums) {
        float[] a = tile;
        int step = rowStride == 0 ? width : rowStride;
        System.arraycopy(a, from, sums, 0, width);
        int row = 1;
        switch (fold) {
            case ADD -> {
                for (; row < rows; row++) {
                    ROWS.add(a, from + row * step, sums, 0, width);
                }
            }
            case MULTIPLY -> {
                for (; row < rows; row++) {
                    multiply(a, from + row * step, width, sums);
                }
            }
            case GREATEST -> {
                for (; row < rows; row++) {
                    ROWS.keepGreater(a, from + row * step, sums, 0, width);
                }
            }
            case LEAST -> {
                for (; row < rows; row++) {
                    ROWS.keepLesser(a, from + row * step, sums, 0, width);
                }
            }
        }
    }

    private static void multiply(float[] t, int at, int width, float[] products) {
        for (int j = 0; j < width; j++) {
            products[j] *= t[at + j];
        }
    }
}
