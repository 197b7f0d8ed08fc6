package dev.jgrad.cuda.blas;

import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.data.Layout;

/**
 * An operand of a product: a matrix, or a batch of them at equal distances.
 *
 * @param batch 1 for a single matrix
 */
record Matrix(
        CudaBuffer buffer,
        long offset,
        long batch,
        long rows,
        long columns,
        long batchStride,
        long rowStride,
        long columnStride) {

    /** From a layout of two dimensions, or three with the batch first. */
    static Matrix of(CudaBuffer buffer, Layout layout) {
        int r = layout.rank();
        return new Matrix(
                buffer,
                layout.offset(),
                r == 3 ? layout.size(0) : 1,
                layout.size(r - 2),
                layout.size(r - 1),
                r == 3 ? layout.stride(0) : 0,
                layout.stride(r - 2),
                layout.stride(r - 1));
    }

    /** The layout this came from, with a batch. */
    Layout layout() {
        return Layout.strided(
                new long[] {batch, rows, columns}, new long[] {batchStride, rowStride, columnStride}, offset);
    }

    Matrix transposed() {
        return new Matrix(buffer, offset, batch, columns, rows, batchStride, columnStride, rowStride);
    }

    /** True when each row lies in one piece and rows do not overlap. */
    boolean isRowMajor() {
        return (columns <= 1 || columnStride == 1) && (rows <= 1 || rowStride >= Math.max(1, columns));
    }

    /** True when cuBLAS can read it, as it is or transposed. */
    boolean isReadable() {
        return isRowMajor() || transposed().isRowMajor();
    }

    /** Distance between rows of a row-major matrix; a single row may claim any, but no less than its length. */
    long lead() {
        return rows <= 1 ? Math.max(1, columns) : rowStride;
    }

    /** True when a size or distance does not fit into an int. */
    boolean isHuge() {
        return Math.max(Math.max(rows, columns), Math.max(batch, Math.max(rowStride, columnStride)))
                > Integer.MAX_VALUE;
    }
}
