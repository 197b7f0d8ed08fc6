package dev.jgrad.cpu;

import dev.jgrad.cpu.kernels.ConvolutionsCpu;
import dev.jgrad.cpu.kernels.ElementwiseCpu;
import dev.jgrad.cpu.kernels.FusedCpu;
import dev.jgrad.cpu.kernels.IndexingCpu;
import dev.jgrad.cpu.kernels.LinalgCpu;
import dev.jgrad.cpu.kernels.NormalizationsCpu;
import dev.jgrad.cpu.kernels.OptimizersCpu;
import dev.jgrad.cpu.kernels.PoolingCpu;
import dev.jgrad.cpu.kernels.RandomCpu;
import dev.jgrad.cpu.kernels.ReductionsCpu;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ConvolutionKernels;
import dev.jgrad.spi.ElementwiseKernels;
import dev.jgrad.spi.FusedKernels;
import dev.jgrad.spi.IndexingKernels;
import dev.jgrad.spi.LinalgKernels;
import dev.jgrad.spi.MemoryUse;
import dev.jgrad.spi.NormalizationKernels;
import dev.jgrad.spi.OptimizerKernels;
import dev.jgrad.spi.PoolingKernels;
import dev.jgrad.spi.RandomKernels;
import dev.jgrad.spi.ReductionKernels;
import dev.jgrad.spi.Stream;
import java.lang.foreign.MemorySegment;

/** The host processor as a backend: synchronous, one stream, one memory. */
public final class CpuBackend implements Backend {
    private final CpuMemory memory = CpuMemory.INSTANCE;
    private final ElementwiseKernels elementwise = new ElementwiseCpu();
    private final ReductionKernels reductions = new ReductionsCpu();
    private final IndexingKernels indexing = new IndexingCpu();
    private final LinalgKernels linalg = new LinalgCpu();
    private final ConvolutionKernels convolutions = new ConvolutionsCpu();
    private final PoolingKernels pooling = new PoolingCpu();
    private final NormalizationKernels normalizations = new NormalizationsCpu();
    private final RandomKernels randoms = new RandomCpu();
    private final OptimizerKernels optimizers = new OptimizersCpu();

    private final FusedKernels fused = new FusedCpu();

    /** A backend with all families of kernels. */
    public CpuBackend() {}

    @Override
    public Device device() {
        return Device.CPU;
    }

    @Override
    public Stream stream() {
        return CpuStream.INSTANCE;
    }

    @Override
    public Buffer allocate(DType dtype, long elements) {
        return memory.allocate(dtype, elements);
    }

    @Override
    public Buffer allocateZeroed(DType dtype, long elements) {
        CpuBuffer buffer = memory.allocate(dtype, elements);
        if (buffer.isNative()) {
            HostTransfers.zero(buffer);
        }
        return buffer;
    }

    @Override
    public void upload(
            Stream stream, DType dtype, Buffer target, long targetElement, MemorySegment source, long elements) {
        HostTransfers.upload(dtype, (CpuBuffer) target, targetElement, source, elements);
    }

    @Override
    public void download(
            Stream stream, DType dtype, Buffer source, long sourceElement, MemorySegment target, long elements) {
        HostTransfers.download(dtype, (CpuBuffer) source, sourceElement, target, elements);
    }

    @Override
    public double getDouble(Stream stream, DType dtype, Buffer buffer, long element) {
        return HostTransfers.getDouble(dtype, (CpuBuffer) buffer, element);
    }

    @Override
    public long getLong(Stream stream, DType dtype, Buffer buffer, long element) {
        return HostTransfers.getLong(dtype, (CpuBuffer) buffer, element);
    }

    @Override
    public void synchronize(Stream stream) {}

    @Override
    public ElementwiseKernels elementwise() {
        return elementwise;
    }

    @Override
    public ReductionKernels reductions() {
        return reductions;
    }

    @Override
    public IndexingKernels indexing() {
        return indexing;
    }

    @Override
    public LinalgKernels linalg() {
        return linalg;
    }

    @Override
    public ConvolutionKernels convolutions() {
        return convolutions;
    }

    @Override
    public PoolingKernels pooling() {
        return pooling;
    }

    @Override
    public NormalizationKernels normalizations() {
        return normalizations;
    }

    @Override
    public RandomKernels randoms() {
        return randoms;
    }

    @Override
    public OptimizerKernels optimizers() {
        return optimizers;
    }

    @Override
    public FusedKernels fused() {
        return fused;
    }

    @Override
    public MemoryUse memoryUse() {
        return memory.allocator().use();
    }

    @Override
    public void emptyCache() {
        memory.allocator().trim();
    }
}
