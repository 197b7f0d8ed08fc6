package dev.jgrad.spi;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import org.jspecify.annotations.Nullable;

/** Matrix products. */
public interface LinalgKernels {
    /**
     * {@code out = beta * out + alpha * (a @ b) [+ bias]}. Two-dimensional [m,k] x [k,n] -> [m,n], or three-dimensional
     * with a leading batch. Strides are any (a transposed operand is read from its strides); any dtype (integers wrap,
     * float16 and bfloat16 accumulate in float32). {@code out} never aliases an input. With {@code beta} 0 the old
     * content of {@code out} is not read; k = 0 gives zeros.
     *
     * @param bias optional vector of n elements, added to every row (its layout is broadcast to that of {@code out})
     */
    void gemm(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            Buffer b,
            Layout bLayout,
            @Nullable Buffer bias,
            @Nullable Layout biasLayout,
            double alpha,
            double beta);
}
