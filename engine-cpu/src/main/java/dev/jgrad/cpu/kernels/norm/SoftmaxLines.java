package dev.jgrad.cpu.kernels.norm;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.data.DType;

/**
 * Softmax of lines in scratch. An array holds {@code n} times {@code w} elements, line j at places j, j + w, and so on;
 * {@code w} is 1 for a single contiguous line.
 */
public abstract class SoftmaxLines {
    SoftmaxLines() {}

    /** The one for a dtype's compute type. */
    public static SoftmaxLines of(DType dtype) {
        return dtype == DType.FLOAT64 ? new DoubleSoftmaxLines() : new FloatSoftmaxLines();
    }

    /** Makes room for blocks of this many elements. */
    public abstract void reserve(int elements);

    /** Brings elements to the first array. */
    public abstract void load(int array, DType dtype, CpuBuffer buffer, long position, long stride, int at, int n);

    /** Writes elements of the first array. */
    public abstract void store(DType dtype, CpuBuffer buffer, long position, long stride, int at, int n);

    /** Replaces the first array by its softmax or the logarithm of it. */
    public abstract void forward(boolean logarithm, int n, int w);

    /** Replaces the first array, a gradient of the output, by that of the input; the second array is the output. */
    public abstract void backward(boolean logarithm, int n, int w);
}
