package dev.jgrad.cpu.kernels.reduce;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.kernels.lanes.DoubleLanes;
import dev.jgrad.cpu.kernels.lanes.DoubleRows;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** The twin of {@link FloatTile} for float64. */
final class DoubleTile extends ReduceTile {
    private static final DoubleRows ROWS = DoubleRows.PREFERRED;
    private static final DoubleLanes LANES = DoubleLanes.PREFERRED;

    private final Workspace workspace = Workspace.current();
    private double[] tile = workspace.doubles(0, CAPACITY);
    private int start;
    /** Distance of rows, 0 where they lie behind each other. */
    private int rowStride;

    private int viewedRows;
    private int viewedWidth;
    /** Where the elements are if they are native and looked at in place; else 0. */
    private long address;

    @Override
    void load(DType dtype, CpuBuffer in, long position, long stride, int at, int n) {
        tile = workspace.doubles(0, CAPACITY);
        start = 0;
        rowStride = 0;
        address = 0;
        Blocks.load(dtype, in, position, stride, tile, at, n);
    }

    @Override
    void view(DType dtype, CpuBuffer in, long position, long stride, int rows, int width) {
        if (dtype != DType.FLOAT64) {
            super.view(dtype, in, position, stride, rows, width);
        } else if (in.array(dtype) instanceof double[] array) {
            tile = array;
            start = (int) position;
            rowStride = stride == width ? 0 : (int) stride;
            address = 0;
        } else {
            address = in.address() + 8 * position;
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
        tile = workspace.doubles(0, CAPACITY);
        start = 0;
        long stride = rowStride == 0 ? viewedWidth : rowStride;
        for (int r = 0; r < viewedRows; r++) {
            long row = address + 8 * r * stride;
            MemorySegment.copy(Native.ALL, Native.DOUBLE, row, tile, r * viewedWidth, viewedWidth);
        }
        rowStride = 0;
        address = 0;
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
            ROWS.subtract(t, at, shift, w);
        }
    }

    @Override
    void foldAll(Fold fold, int at, int n, Accumulator acc, int to) {
        if (address != 0 && fold == Fold.MULTIPLY) {
            bring();
        }
        int from = start + at;
        long there = address + 8L * at;
        boolean here = address == 0;
        double x = switch (fold) {
            case ADD -> here ? LANES.sum(tile, from, n) : LANES.sum(there, n);
            case MULTIPLY -> LANES.product(tile, from, n);
            case GREATEST -> here ? LANES.max(tile, from, n) : LANES.max(there, n);
            case LEAST -> here ? LANES.min(tile, from, n) : LANES.min(there, n);
        };
        acc.doubles[to] = fold.apply(acc.doubles[to], x);
    }

    @Override
    void foldEach(Fold fold, int rows, int width, Accumulator acc) {
        if (fold != Fold.ADD || width >= 32) {
            super.foldEach(fold, rows, width, acc);
            return;
        }
        bring();
        addEach(tile, start, rows, width, acc.doubles);
    }

    private static void addEach(double[] t, int at, int rows, int width, double[] sums) {
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
        double[] sums = workspace.doubles(1, width);
        if (address != 0 && fold == Fold.ADD) {
            Arrays.fill(sums, 0, width, 0);
            long step = rowStride == 0 ? width : rowStride;
            LANES.addRows(address + 8L * at, 8 * step, rows, width, sums);
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

    private void foldRows(Fold fold, int from, int rows, int width, double[] sums) {
        double[] a = tile;
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

    private static void multiply(double[] t, int at, int width, double[] products) {
        for (int j = 0; j < width; j++) {
            products[j] *= t[at + j];
        }
    }
}
