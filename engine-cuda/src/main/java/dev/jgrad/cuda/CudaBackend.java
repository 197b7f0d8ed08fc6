package dev.jgrad.cuda;

import dev.jgrad.cuda.api.CudaMemoryStats;
import dev.jgrad.cuda.blas.LinalgCuda;
import dev.jgrad.cuda.compile.KernelCache;
import dev.jgrad.cuda.compile.KernelCompiler;
import dev.jgrad.cuda.compile.Kernels;
import dev.jgrad.cuda.dnn.ConvolutionsCuda;
import dev.jgrad.cuda.driver.ContextHandle;
import dev.jgrad.cuda.driver.CudaDriver;
import dev.jgrad.cuda.graph.CudaRecording;
import dev.jgrad.cuda.kernels.ElementwiseCuda;
import dev.jgrad.cuda.kernels.IndexingCuda;
import dev.jgrad.cuda.kernels.NormalizationsCuda;
import dev.jgrad.cuda.kernels.OptimizersCuda;
import dev.jgrad.cuda.kernels.PoolingCuda;
import dev.jgrad.cuda.kernels.RandomCuda;
import dev.jgrad.cuda.kernels.ReductionsCuda;
import dev.jgrad.cuda.memory.CudaMemory;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.DeviceException;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.BackendProvider;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ElementwiseKernels;
import dev.jgrad.spi.IndexingKernels;
import dev.jgrad.spi.MemoryUse;
import dev.jgrad.spi.NormalizationKernels;
import dev.jgrad.spi.OptimizerKernels;
import dev.jgrad.spi.PoolingKernels;
import dev.jgrad.spi.RandomKernels;
import dev.jgrad.spi.ReductionKernels;
import dev.jgrad.spi.Stream;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One NVIDIA GPU: its primary context, memory, kernels, and a stream per thread. Work is asynchronous. */
public final class CudaBackend implements Backend {
    private final CudaDriver driver;
    private final Device device;
    private volatile @Nullable ContextHandle context;
    private final CudaProperties properties;
    private final CudaMemory memory;
    private final Kernels kernels;
    private final HostTransfers transfers;
    private final ConcurrentLinkedQueue<CudaStream> idleStreams = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<CudaStream> streams = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedDeque<Runnable> closing = new ConcurrentLinkedDeque<>();
    private final AtomicInteger streamCount = new AtomicInteger();
    private final AtomicLong replays = new AtomicLong();

    // Kernel families, each made with this backend.
    private final ElementwiseKernels elementwise;
    private final ReductionKernels reductions;
    private final IndexingKernels indexing;
    private final LinalgCuda linalg = new LinalgCuda(this);
    private final ConvolutionsCuda convolutions = new ConvolutionsCuda(this);
    private final PoolingKernels pooling;
    private final NormalizationKernels normalizations;
    private final RandomKernels randoms;
    private final OptimizerKernels optimizers;

    /**
     * The backend of one device. Its primary context is retained when a thread first has something to do there.
     *
     * @param driver initialised already
     */
    public CudaBackend(CudaDriver driver, int ordinal, KernelCompiler compiler, KernelCache cache) {
        this.driver = driver;
        this.device = Device.cuda(ordinal);
        this.properties = CudaProperties.of(driver, ordinal);
        this.memory = new CudaMemory(driver, device.toString(), properties.totalMemory());
        this.kernels = new Kernels(
                driver,
                compiler,
                cache,
                compiler.target(properties.major(), properties.minor()),
                properties.residentThreads());
        this.transfers = new HostTransfers(this);
        onClose(linalg::close);
        onClose(convolutions::close);
        this.elementwise = new ElementwiseCuda(this);
        this.reductions = new ReductionsCuda(this);
        this.indexing = new IndexingCuda(this);
        this.pooling = new PoolingCuda(this);
        this.normalizations = new NormalizationsCuda(this);
        this.randoms = new RandomCuda(this);
        this.optimizers = new OptimizersCuda(this);
    }

    /**
     * The backend of a device.
     *
     * @throws DeviceException when it is no CUDA device, or not there
     */
    public static CudaBackend of(Device device) {
        if (!device.type().equals("cuda")) {
            throw new DeviceException(device + " is no cuda device");
        }
        return switch (new CudaBackendProvider().probe()) {
            case BackendProvider.Unavailable none ->
                throw new DeviceException(device + " cannot be used: " + none.reason());
            case BackendProvider.Available found -> {
                if (device.index() >= found.backends().size()) {
                    throw new DeviceException("there is no " + device);
                }
                yield (CudaBackend) found.backends().get(device.index());
            }
        };
    }

    /** The driver, for kernel families. */
    public CudaDriver driver() {
        return driver;
    }

    /** What the device is like. */
    public CudaProperties properties() {
        return properties;
    }

    /** The compiled kernels of the device. */
    public Kernels kernels() {
        return kernels;
    }

    /** The device's memory. */
    public CudaMemory memory() {
        return memory;
    }

    @Override
    public Device device() {
        return device;
    }

    /** The calling thread's stream; from here on the device's context is current in this thread. */
    @Override
    public CudaStream stream() {
        return CudaThread.stream(this);
    }

    void makeCurrent() {
        ContextHandle primary = context;
        if (primary == null) {
            synchronized (this) {
                primary = context;
                if (primary == null) {
                    primary = driver.retainPrimaryContext(device.index());
                    context = primary;
                }
            }
        }
        driver.setCurrent(primary);
    }

    CudaStream takeStream() {
        CudaStream idle = idleStreams.poll();
        if (idle != null) {
            return idle;
        }
        CudaStream fresh = new CudaStream(this, driver.createStream(), streamCount.getAndIncrement());
        streams.add(fresh);
        return fresh;
    }

    void returnStream(CudaStream stream) {
        idleStreams.add(stream);
    }

    @Override
    public CudaBuffer allocate(DType dtype, long elements) {
        if (elements < 0 || elements > Long.MAX_VALUE >> 6) {
            throw new ArgumentException("cannot allocate " + elements + " elements of " + dtype);
        }
        return allocate(elements * dtype.byteSize(), dtype, elements);
    }

    /**
     * Memory for the calling thread's stream, content undefined. For scratch memory of a kernel: release it right after
     * the launch; what is allocated next on this stream may reuse it and runs later.
     */
    public CudaBuffer allocateBytes(long bytes) {
        return allocate(bytes, null, 0);
    }

    private CudaBuffer allocate(long bytes, @Nullable DType dtype, long elements) {
        CudaStream stream = stream();
        return bytes == 0
                ? CudaBuffer.empty(stream)
                : CudaBuffer.of(bytes, stream, memory.allocate(stream, bytes, dtype, elements));
    }

    @Override
    public CudaBuffer allocateZeroed(DType dtype, long elements) {
        CudaBuffer buffer = allocate(dtype, elements);
        if (elements > 0) {
            CudaStream stream = stream();
            try {
                driver.fill(buffer.output(stream), (byte) 0, buffer.byteSize(), stream.handle());
            } catch (CudaException e) {
                buffer.release();
                throw e.during("zeros", dtype);
            }
            Reference.reachabilityFence(buffer);
        }
        return buffer;
    }

    @Override
    public void upload(
            Stream stream, DType dtype, Buffer target, long targetElement, MemorySegment source, long elements) {
        transfers.upload((CudaStream) stream, dtype, (CudaBuffer) target, targetElement, source, elements);
    }

    @Override
    public void download(
            Stream stream, DType dtype, Buffer source, long sourceElement, MemorySegment target, long elements) {
        transfers.download((CudaStream) stream, dtype, (CudaBuffer) source, sourceElement, target, elements);
    }

    @Override
    public double getDouble(Stream stream, DType dtype, Buffer buffer, long element) {
        return transfers.getDouble((CudaStream) stream, dtype, (CudaBuffer) buffer, element);
    }

    @Override
    public long getLong(Stream stream, DType dtype, Buffer buffer, long element) {
        return transfers.getLong((CudaStream) stream, dtype, (CudaBuffer) buffer, element);
    }

    @Override
    public void synchronize(Stream stream) {
        stream();
        HostTransfers.endRecording((CudaStream) stream);
        driver.synchronize(((CudaStream) stream).handle());
        ((CudaStream) stream).checkFailure();
    }

    /** Waits for the work of all streams. */
    public void synchronizeAll() {
        CudaStream own = stream();
        HostTransfers.endRecording(own);
        synchronizeStreams();
        own.checkFailure();
    }

    /** The same by streams: CUDA does not wait for a context while any thread captures in it. */
    public void synchronizeStreams() {
        streams.forEach(CudaStream::await);
    }

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
    public LinalgCuda linalg() {
        return linalg;
    }

    @Override
    public ConvolutionsCuda convolutions() {
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
    public MemoryUse memoryUse() {
        stream();
        return memory.use();
    }

    /** All that the allocator counts. */
    public CudaMemoryStats memoryStats() {
        stream();
        return memory.stats();
    }

    @Override
    public void emptyCache() {
        HostTransfers.endRecording(stream());
        memory.emptyCache();
    }

    @Override
    public @Nullable CudaRecording recording() {
        return stream().recording();
    }

    /** How many graphs were replayed: what they have written to has not been told of it. */
    public long replays() {
        return replays.get();
    }

    /** Counts a replay. */
    public void replayed() {
        replays.incrementAndGet();
    }

    /** Moves elements between host and device. */
    public HostTransfers transfers() {
        return transfers;
    }

    /** Has an action run when this backend is closed, before its streams end: a library gives its handles back. */
    public void onClose(Runnable action) {
        closing.add(action);
    }

    /** Waits for the device and gives everything back: libraries' handles, kernels, memory, streams, the context. */
    void close() {
        stream();
        driver.synchronizeContext();
        for (Runnable action = closing.pollLast(); action != null; action = closing.pollLast()) {
            action.run();
        }
        transfers.close();
        memory.emptyCache();
        kernels.close();
        for (CudaStream stream : streams) {
            stream.close();
        }
        streams.clear();
        idleStreams.clear();
        CudaThread.forget(this);
        driver.releasePrimaryContext(device.index());
    }
}
