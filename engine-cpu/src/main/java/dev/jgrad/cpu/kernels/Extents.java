package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.data.DType;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;

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
}
