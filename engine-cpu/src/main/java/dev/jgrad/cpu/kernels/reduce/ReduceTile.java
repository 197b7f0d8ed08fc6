package dev.jgrad.cpu.kernels.reduce;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;

/**
 * A few thousand elements in their compute type, being folded. One object serves one part of a parallel range; it holds
 * scratch of its thread. The order of calls is load (once or several times), term, fold.
 */
abstract class ReduceTile {
    /** Elements of a tile: 16 KiB of float. */
    static final int CAPACITY = 4096;

    /** A tile for a compute type: float for 32 and 16 bit floats, double for float64, long for the rest. */
    static ReduceTile of(DType dtype) {
        return switch (dtype) {
            case FLOAT32, FLOAT16, BFLOAT16 -> new FloatTile();
            case FLOAT64 -> new DoubleTile();
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> new LongTile();
        };
    }

    /** True when results are in {@link Accumulator#longs}. */
    boolean integral() {
        return false;
    }

    /** Brings {@code n} elements to place {@code at} of the tile. */
    abstract void load(DType dtype, CpuBuffer in, long position, long stride, int at, int n);

    /**
     * Makes the tile some rows of neighbouring elements in the buffer, without a copy where the compute type allows it.
     * The tile is then read only: no term may be taken.
     */
    void view(DType dtype, CpuBuffer in, long position, long rowStride, int rows, int width) {
        if (rowStride == width) {
            load(dtype, in, position, 1, 0, rows * width);
            return;
        }
        for (int r = 0; r < rows; r++) {
            load(dtype, in, position + r * rowStride, 1, r * width, width);
        }
    }

    /** Replaces rows times width elements by their term, in place. */
    abstract void term(Term term, Accumulator acc, int rows, int width);

    /** Rounds to a 16-bit dtype; float tiles only. */
    void round(DType dtype, int n) {
        throw new AssertionError(dtype);
    }

    /** Folds rows of {@code width} elements, from place {@code at} of the tile on, onto as many accumulators. */
    abstract void foldRows(Fold fold, int at, int rows, int width, Accumulator acc);

    /** Folds {@code n} elements from {@code at} on to one accumulator. */
    abstract void foldAll(Fold fold, int at, int n, Accumulator acc, int to);

    /** Folds rows that lie behind each other, each to an accumulator of its own. */
    void foldEach(Fold fold, int rows, int width, Accumulator acc) {
        for (int i = 0; i < rows; i++) {
            foldAll(fold, i * width, width, acc, i);
        }
    }

    /** Writes accumulators as results. */
    static void store(DType dtype, CpuBuffer out, long position, long stride, Accumulator acc, int n) {
        if (acc.longs.length > 0) {
            Blocks.store(dtype, out, position, stride, acc.longs, 0, n);
        } else {
            Blocks.store(dtype, out, position, stride, acc.doubles, 0, n);
        }
    }
}
