package dev.jgrad.cpu.kernels.index;

import dev.jgrad.data.IndexException;

/** Checks of index values. */
final class Bounds {
    private Bounds() {}

    /** Index values as gather and scatter take them: from 0. */
    static void check(long[] index, int n, int dim, long size) {
        for (int i = 0; i < n; i++) {
            if (index[i] < 0 || index[i] >= size) {
                throw outside(index[i], dim, size);
            }
        }
    }

    /** Index values as index_select and index_add take them. */
    static void checkSelection(long[] index, int n, int dim, long size) {
        for (int i = 0; i < n; i++) {
            if (index[i] < 0 || index[i] >= size) {
                throw new IndexException("index out of range in self: index " + index[i] + " in dimension " + dim
                        + " with size " + size);
            }
        }
    }

    /** Index values that may count from the end; negative ones are replaced. */
    static void wrap(long[] index, int n, int dim, long size) {
        for (int i = 0; i < n; i++) {
            long v = index[i];
            if (v < -size || v >= size) {
                throw outside(v, dim, size);
            }
            index[i] = v < 0 ? v + size : v;
        }
    }

    private static IndexException outside(long value, int dim, long size) {
        return new IndexException("index " + value + " is out of bounds for dimension " + dim + " with size " + size);
    }
}
