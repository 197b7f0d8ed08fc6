package dev.jgrad.spi;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;

/** Kernels that compute each element of the result from the elements at the same index. Any strides. */
public interface ElementwiseKernels {
    /**
     * {@code out = kind(a)}.
     *
     * @param dtype of {@code a}, and of {@code out} unless the kind is a predicate (then bool)
     */
    void unary(
            Stream stream,
            UnaryKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            double p,
            double q,
            double r);

    /**
     * {@code out = kind(a, b)}.
     *
     * @param dtype of both inputs, and of {@code out} unless the kind is a comparison (then bool)
     */
    void binary(
            Stream stream,
            BinaryKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            Buffer b,
            Layout bLayout,
            double p,
            double q);

    /**
     * {@code out = kind(a, number)}, or {@code kind(number, a)} when {@code numberFirst}.
     *
     * @param value the number, used when the dtype is floating
     * @param integer the number, used when the dtype is integral or bool
     * @param p as in {@link #binary}
     */
    void binaryScalar(
            Stream stream,
            BinaryKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            double value,
            long integer,
            boolean numberFirst,
            double p);

    /** {@code out = kind(a, b, c)}, all of one dtype except the condition of WHERE, which is bool. */
    void ternary(
            Stream stream,
            TernaryKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            Buffer b,
            Layout bLayout,
            Buffer c,
            Layout cLayout,
            double p);

    /** Sets every element; {@code value} serves floating dtypes, {@code integer} integral ones and bool. */
    void fill(Stream stream, DType dtype, Buffer out, Layout outLayout, double value, long integer);

    /** {@code out[i] = start + i * step} in row-major order; integral dtypes use the integers. */
    void arange(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            double start,
            double step,
            long integerStart,
            long integerStep);

    /** Copies with conversion: cast, clone, contiguous, assignment to a view. C semantics for float to int; bool is != 0. */
    void copy(Stream stream, DType outDType, Buffer out, Layout outLayout, DType inDType, Buffer in, Layout inLayout);
}
