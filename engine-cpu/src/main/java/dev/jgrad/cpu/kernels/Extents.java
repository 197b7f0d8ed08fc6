package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.OperandChecks;

/** {@link OperandChecks} for kernels that go on with the buffer as the CPU knows it. */
final class Extents {
    private Extents() {}

    /** The buffer, which surely holds all elements of the layout. */
    static CpuBuffer check(DType dtype, Buffer buffer, Layout layout) {
        OperandChecks.layout(dtype, buffer, layout);
        return (CpuBuffer) buffer;
    }

    /** The buffer, which surely holds a contiguous vector of {@code n} elements. */
    static CpuBuffer checkVector(DType dtype, Buffer buffer, long n) {
        OperandChecks.vector(dtype, buffer, n);
        return (CpuBuffer) buffer;
    }
}
