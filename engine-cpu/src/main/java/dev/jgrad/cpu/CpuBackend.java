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
import dev.jgrad.spi.KernelLog;
import dev.jgrad.spi.KernelTap;
import dev.jgrad.spi.LinalgKernels;
import dev.jgrad.spi.MemoryUse;
import dev.jgrad.spi.NormalizationKernels;
import dev.jgrad.spi.OptimizerKernels;
import dev.jgrad.spi.PoolingKernels;
import dev.jgrad.spi.RandomKernels;
import dev.jgrad.spi.Recording;
import dev.jgrad.spi.ReductionKernels;
import dev.jgrad.spi.Stream;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

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

    /** Whose calls are logged, or null; a thread that sees an old value finds that it is not its own. */
    private @Nullable KernelTap tap;

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
        CpuBuffer buffer = memory.allocate(dtype, elements);
        KernelTap t = tap;
        if (t != null && t.isMine()) {
            t.log().allocated(buffer, dtype, elements, false);
        }
        return buffer;
    }

    @Override
    public Buffer allocateZeroed(DType dtype, long elements) {
        CpuBuffer buffer = memory.allocate(dtype, elements);
        if (buffer.isNative()) {
            HostTransfers.zero(buffer);
        }
        KernelTap t = tap;
        if (t != null && t.isMine()) {
            t.log().allocated(buffer, dtype, elements, true);
        }
        return buffer;
    }

    @Override
    public Buffer part(Buffer whole, long byteOffset, DType dtype, long elements) {
        return ((CpuBuffer) whole).part(byteOffset, dtype, elements);
    }

    @Override
    public synchronized boolean tap(@Nullable KernelLog log) {
        KernelTap now = tap;
        if (now != null && !now.isMine()) {
            return false;
        }
        tap = log == null ? null : new KernelTap(log);
        return true;
    }

    @Override
    public @Nullable Recording recording() {
        KernelTap t = tap;
        return t != null && t.isMine() ? t.log().recording() : null;
    }

    private void noteRead() {
        KernelTap t = tap;
        if (t != null && t.isMine()) {
            t.log().read();
        }
    }

    @Override
    public void upload(
            Stream stream, DType dtype, Buffer target, long targetElement, MemorySegment source, long elements) {
        HostTransfers.upload(dtype, (CpuBuffer) target, targetElement, source, elements);
        KernelTap t = tap;
        if (t != null && t.isMine()) {
            t.log().uploaded(target);
        }
    }

    @Override
    public void download(
            Stream stream, DType dtype, Buffer source, long sourceElement, MemorySegment target, long elements) {
        noteRead();
        HostTransfers.download(dtype, (CpuBuffer) source, sourceElement, target, elements);
    }

    @Override
    public double getDouble(Stream stream, DType dtype, Buffer buffer, long element) {
        noteRead();
        return HostTransfers.getDouble(dtype, (CpuBuffer) buffer, element);
    }

    @Override
    public long getLong(Stream stream, DType dtype, Buffer buffer, long element) {
        noteRead();
        return HostTransfers.getLong(dtype, (CpuBuffer) buffer, element);
    }

    @Override
    public void synchronize(Stream stream) {}

    @Override
    public ElementwiseKernels elementwise() {
        KernelTap t = tap;
        return t == null ? elementwise : t.of(ElementwiseKernels.class, elementwise);
    }

    @Override
    public ReductionKernels reductions() {
        KernelTap t = tap;
        return t == null ? reductions : t.of(ReductionKernels.class, reductions);
    }

    @Override
    public IndexingKernels indexing() {
        KernelTap t = tap;
        return t == null ? indexing : t.of(IndexingKernels.class, indexing);
    }

    @Override
    public LinalgKernels linalg() {
        KernelTap t = tap;
        return t == null ? linalg : t.of(LinalgKernels.class, linalg);
    }

    @Override
    public ConvolutionKernels convolutions() {
        KernelTap t = tap;
        return t == null ? convolutions : t.of(ConvolutionKernels.class, convolutions);
    }

    @Override
    public PoolingKernels pooling() {
        KernelTap t = tap;
        return t == null ? pooling : t.of(PoolingKernels.class, pooling);
    }

    @Override
    public NormalizationKernels normalizations() {
        KernelTap t = tap;
        return t == null ? normalizations : t.of(NormalizationKernels.class, normalizations);
    }

    @Override
    public RandomKernels randoms() {
        KernelTap t = tap;
        return t == null ? randoms : t.of(RandomKernels.class, randoms);
    }

    @Override
    public OptimizerKernels optimizers() {
        KernelTap t = tap;
        return t == null ? optimizers : t.of(OptimizerKernels.class, optimizers);
    }

    @Override
    public FusedKernels fused() {
        KernelTap t = tap;
        return t == null ? fused : t.of(FusedKernels.class, fused);
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
