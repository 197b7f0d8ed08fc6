package dev.jgrad.spi;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A device with its memory and its kernels: what a tensor's storage is bound to. */
public interface Backend {
    /** The device this backend computes on. */
    Device device();

    /** The stream that the calling thread's work goes to. */
    Stream stream();

    /**
     * Fresh memory for elements of a dtype, content undefined.
     *
     * @param elements number of elements, 0 or more
     * @throws dev.jgrad.memory.OutOfMemoryException when the device has not that much left
     */
    Buffer allocate(DType dtype, long elements);

    /** Fresh memory, all zero bits. */
    Buffer allocateZeroed(DType dtype, long elements);

    /**
     * A buffer over a part of another one's memory, which it keeps alive.
     *
     * @param byteOffset where it starts, a multiple of 64
     * @throws UnsupportedOperationException where the backend cannot
     */
    default Buffer part(Buffer whole, long byteOffset, DType dtype, long elements) {
        throw new UnsupportedOperationException(device() + " has no buffers within buffers");
    }

    /**
     * Has what the calling thread does on this device told to a log from now on; null ends that.
     *
     * @return false where the backend cannot, or another thread is being logged
     */
    default boolean tap(@Nullable KernelLog log) {
        return false;
    }

    /**
     * Copies host memory into a buffer; waits until the source may be changed.
     *
     * @param source heap or native segment in native byte order, of {@code elements * dtype.byteSize()} bytes
     */
    void upload(Stream stream, DType dtype, Buffer target, long targetElement, MemorySegment source, long elements);

    /** Copies from a buffer into host memory; waits for the result. */
    void download(Stream stream, DType dtype, Buffer source, long sourceElement, MemorySegment target, long elements);

    /** Reads one element as a double; waits for the result. Any dtype; bool gives 0 or 1. */
    double getDouble(Stream stream, DType dtype, Buffer buffer, long element);

    /** Reads one element as a long; waits for the result. Floating values are truncated towards zero. */
    long getLong(Stream stream, DType dtype, Buffer buffer, long element);

    /** Waits for everything submitted to the stream. */
    void synchronize(Stream stream);

    /** Unary, binary, ternary kernels, fill and copy. */
    ElementwiseKernels elementwise();

    /** Reductions, scans, sorting. */
    ReductionKernels reductions();

    /** Gather, scatter, advanced indexing. */
    IndexingKernels indexing();

    /** Matrix products. */
    LinalgKernels linalg();

    /** Convolution and its two gradients. */
    ConvolutionKernels convolutions();

    /** Max and average pooling with gradients. */
    PoolingKernels pooling();

    /** Batch and layer normalisation, softmax. */
    NormalizationKernels normalizations();

    /** Random numbers. */
    RandomKernels randoms();

    /** Fused optimizer steps. */
    OptimizerKernels optimizers();

    /** Chains of elementwise operations as one kernel each; null where the device has no such thing. */
    default @Nullable FusedKernels fused() {
        return null;
    }

    /** What is allocated now and was at most. */
    MemoryUse memoryUse();

    /** Gives cached blocks that nobody uses back to the system. */
    void emptyCache();

    /** What the calling thread's work on this device is being recorded by; null where it simply runs. */
    default @Nullable Recording recording() {
        return null;
    }
}
