package dev.jgrad.spi;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import org.jspecify.annotations.Nullable;

/**
 * Pooling over tensors [N, C, *] of floating dtype (max also integral). Output sizes are those of the layouts. Windows
 * may reach over the border (ceil mode): what is outside does not count.
 */
public interface PoolingKernels {
    /**
     * Max pooling; NaN wins. {@code indices} (int64, layout and strides of {@code out}) receives the flat position of
     * the maximum in the row-major plane of the input (PyTorch's return_indices), the first among equals; may be null.
     */
    void maxForward(
            Stream stream,
            DType dtype,
            PoolSpec spec,
            Buffer out,
            Layout outLayout,
            @Nullable Buffer indices,
            Buffer in,
            Layout inLayout);

    /** Gradient of max pooling (and of adaptive max pooling): adds each gradient at the saved index. Fills gradInput. */
    void maxBackward(
            Stream stream,
            DType dtype,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer indices,
            Layout indicesLayout);

    /**
     * The same where the windows are known, which lets every place ask the windows that cover it.
     *
     * @param spec the windows that the indices come from, null for adaptive pooling
     */
    default void maxBackward(
            Stream stream,
            DType dtype,
            @Nullable PoolSpec spec,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer indices,
            Layout indicesLayout) {
        maxBackward(stream, dtype, gradInput, gradInputLayout, gradOutput, gradOutputLayout, indices, indicesLayout);
    }

    /**
     * Max pooling of [N, C, H, W] that notes for each result which tap of its window it came from, one byte each: an
     * eighth of the memory of indices. As {@link #maxForward} in all else.
     *
     * @param taps uint8, in the layout of {@code out}; what is in it only {@link #maxBackwardByTaps} knows
     * @return false, with nothing done, where this backend has no such kernel; then indices are used
     */
    default boolean maxForwardWithTaps(
            Stream stream,
            DType dtype,
            PoolSpec spec,
            Buffer out,
            Layout outLayout,
            Buffer taps,
            Buffer in,
            Layout inLayout) {
        return false;
    }

    /** The gradient of {@link #maxForwardWithTaps}. Fills {@code gradInput}. */
    default void maxBackwardByTaps(
            Stream stream,
            DType dtype,
            PoolSpec spec,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer taps,
            Layout tapsLayout) {
        throw new UnsupportedOperationException("this backend notes no taps");
    }

    /** Average pooling. */
    void averageForward(
            Stream stream, DType dtype, PoolSpec spec, Buffer out, Layout outLayout, Buffer in, Layout inLayout);

    /** Gradient of average pooling. Fills {@code gradInput}. */
    void averageBackward(
            Stream stream,
            DType dtype,
            PoolSpec spec,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout);

    /** Adaptive average pooling: window i spans floor(i*in/out) to ceil((i+1)*in/out). */
    void adaptiveAverageForward(Stream stream, DType dtype, Buffer out, Layout outLayout, Buffer in, Layout inLayout);

    /** Gradient of adaptive average pooling. Fills {@code gradInput}. */
    void adaptiveAverageBackward(
            Stream stream,
            DType dtype,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout);

    /** Adaptive max pooling with int64 indices as {@link #maxForward}. */
    void adaptiveMaxForward(
            Stream stream, DType dtype, Buffer out, Layout outLayout, Buffer indices, Buffer in, Layout inLayout);
}
