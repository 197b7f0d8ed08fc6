package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.data.DType;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ConvSpec;

/** The last check before addresses go to native code, where nothing else would stop a wrong one. */
final class Extents {
    private Extents() {}

    /** The buffer, which surely holds all elements of the layout. */
    static CpuBuffer check(DType dtype, Buffer buffer, Layout layout) {
        if (layout.extent() > buffer.byteSize() / dtype.byteSize()) {
            throw new IndexException("a tensor of " + layout + " reaches beyond its storage of " + buffer.byteSize()
                    + " bytes of " + dtype);
        }
        return (CpuBuffer) buffer;
    }

    /** The buffer, which surely holds a contiguous vector of {@code n} elements. */
    static CpuBuffer checkVector(DType dtype, Buffer buffer, long n) {
        if (n > buffer.byteSize() / dtype.byteSize()) {
            throw new IndexException("a vector of " + n + " elements of " + dtype + " is expected, but the storage has "
                    + buffer.byteSize() + " bytes");
        }
        return (CpuBuffer) buffer;
    }

    /** Ends in an exception unless sizes of input, weight and output belong to one convolution. */
    static void checkConvolution(Layout input, Layout weight, Layout output, ConvSpec spec) {
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
}
