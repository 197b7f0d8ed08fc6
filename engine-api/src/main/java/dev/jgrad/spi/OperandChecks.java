package dev.jgrad.spi;

import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;

/**
 * What every backend checks before an address goes to a kernel, where nothing else would stop a wrong one: one comparison
 * per operand between a wrong layout and somebody else's memory.
 */
public final class OperandChecks {
    private OperandChecks() {}

    /**
     * The buffer holds all elements of the layout.
     *
     * @throws IndexException when it does not
     */
    public static void layout(DType dtype, Buffer buffer, Layout layout) {
        if (layout.numel() == 0) {
            // An empty view may start anywhere.
            return;
        }
        long extent = layout.isContiguous() ? layout.offset() + layout.numel() : layout.extent();
        if (extent * dtype.byteSize() > buffer.byteSize()) {
            throw new IndexException("a layout of " + extent + " elements of " + dtype + " (" + layout
                    + ") does not fit into a storage of " + buffer.byteSize() + " bytes");
        }
    }

    /**
     * The buffer holds a contiguous vector of {@code n} elements.
     *
     * @throws IndexException when it does not
     */
    public static void vector(DType dtype, Buffer buffer, long n) {
        if (n > buffer.byteSize() / dtype.byteSize()) {
            throw new IndexException("a vector of " + n + " elements of " + dtype + " is expected, but the storage has "
                    + buffer.byteSize() + " bytes");
        }
    }

    /**
     * The buffer holds {@code elements} of them from {@code at} on.
     *
     * @throws IndexException when it does not
     */
    public static void range(DType dtype, Buffer buffer, long at, long elements) {
        long all = buffer.byteSize() / dtype.byteSize();
        if (at < 0 || elements < 0 || at > all - elements) {
            throw new IndexException("elements " + at + " to " + (at + elements) + " of " + dtype
                    + " are outside a storage of " + all + " elements");
        }
    }

    /**
     * Sizes of input, weight and output belong to one convolution.
     *
     * @throws ShapeException when they do not
     */
    public static void convolution(Layout input, Layout weight, Layout output, ConvSpec spec) {
        int rank = input.rank();
        boolean fits = rank == spec.spatialRank() + 2
                && weight.rank() == rank
                && output.rank() == rank
                && spec.groups() > 0
                && input.size(0) == output.size(0)
                && input.size(1) == weight.size(1) * spec.groups()
                && weight.size(0) == output.size(1)
                && weight.size(0) % spec.groups() == 0;
        if (!fits) {
            throw new ShapeException("input " + input + ", weight " + weight + " and output " + output
                    + " are not those of a convolution with " + spec.groups() + " groups");
        }
    }

    /**
     * The dtype is one that {@link OptimizerKernels} take.
     *
     * @throws DTypeException for others than float32 and float64
     */
    public static void optimizer(DType dtype) {
        if (dtype != DType.FLOAT32 && dtype != DType.FLOAT64) {
            throw new DTypeException("fused optimizer steps need float32 or float64 parameters, but got " + dtype);
        }
    }
}
