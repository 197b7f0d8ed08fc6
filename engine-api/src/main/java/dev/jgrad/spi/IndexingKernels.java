package dev.jgrad.spi;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;

/**
 * Kernels that read or write at positions given by int64 tensors. Indices may be negative (counted from the end) only in
 * {@link #indexGet} and {@link #indexPut}. An index out of range ends in {@link dev.jgrad.data.IndexException} before
 * anything outside the buffer is touched (on asynchronous devices when the stream is next waited for).
 */
public interface IndexingKernels {
    /** {@code out[i][j][k] = in[i][index[i][j][k]][k]} for {@code dim} 1; {@code out} has the sizes of {@code index}. */
    void gather(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            int dim,
            Buffer index,
            Layout indexLayout);

    /**
     * The reverse: {@code self[i][index[i][j][k]][k] (kind)= source[i][j][k]} over the sizes of {@code index}; {@code
     * source} has the sizes of {@code index} (the op layer narrowed it).
     */
    void scatter(
            Stream stream,
            ScatterKind kind,
            DType dtype,
            Buffer self,
            Layout selfLayout,
            int dim,
            Buffer index,
            Layout indexLayout,
            Buffer source,
            Layout sourceLayout);

    /** {@code out[..., i, ...] = in[..., index[i], ...]} along {@code dim}; {@code index} is 1-d. */
    void indexSelect(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            int dim,
            Buffer index,
            Layout indexLayout);

    /** {@code self[..., index[i], ...] (kind)= source[..., i, ...]} along {@code dim}; index_add, index_copy. */
    void indexScatter(
            Stream stream,
            ScatterKind kind,
            DType dtype,
            Buffer self,
            Layout selfLayout,
            int dim,
            Buffer index,
            Layout indexLayout,
            Buffer source,
            Layout sourceLayout);

    /**
     * Advanced indexing: {@code in} has the k indexed dimensions first and then the rest; {@code indices} are k int64
     * tensors broadcast to one shape S; {@code out} has sizes S + rest.
     */
    void indexGet(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            Buffer[] indices,
            Layout[] indexLayouts);

    /** Writes {@code source} (sizes S + rest) into {@code self} at such indices; SET or ADD. */
    void indexPut(
            Stream stream,
            ScatterKind kind,
            DType dtype,
            Buffer self,
            Layout selfLayout,
            Buffer[] indices,
            Layout[] indexLayouts,
            Buffer source,
            Layout sourceLayout);

    /** The number of elements that are not zero; waits for the result. */
    long countNonzero(Stream stream, DType dtype, Buffer in, Layout inLayout);

    /** Writes the int64 index tuples of elements that are not zero, in row-major order, into {@code out} [n, rank]. */
    void nonzero(Stream stream, DType dtype, Buffer out, Layout outLayout, Buffer in, Layout inLayout);
}
