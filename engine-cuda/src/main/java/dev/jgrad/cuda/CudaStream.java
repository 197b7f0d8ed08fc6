package dev.jgrad.cuda;

import dev.jgrad.cuda.driver.EventHandle;
import dev.jgrad.cuda.driver.StreamHandle;
import dev.jgrad.cuda.graph.CudaRecording;
import dev.jgrad.cuda.kernels.KernelFailure;
import dev.jgrad.cuda.memory.BlockPool;
import dev.jgrad.data.DeviceException;
import dev.jgrad.spi.Stream;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A queue of one device. Each thread has one per device, so that work of one thread runs in its order and that of
 * different threads side by side; {@link CudaBuffer#input} and {@link CudaBuffer#output} put events where a buffer goes
 * from one to another.
 */
public final class CudaStream implements Stream {
    /** Nanoseconds that a thread waits for another one's capture, which is a matter of milliseconds. */
    private static final long PATIENCE = 20_000_000_000L;

    private final CudaBackend backend;
    private final StreamHandle handle;
    private final int number;
    private volatile @Nullable CudaRecording recording;
    // Of the thread that the stream belongs to.
    private @Nullable UsedBuffers used;
    private @Nullable KernelFailure failure;
    private @Nullable EventHandle mark;
    private volatile @Nullable BlockPool pool;

    CudaStream(CudaBackend backend, StreamHandle handle, int number) {
        this.backend = backend;
        this.handle = handle;
        this.number = number;
    }

    /** The device it belongs to. */
    public CudaBackend backend() {
        return backend;
    }

    /** CUDA's handle. cuBLAS and cuDNN take {@code new cudaStream_t(handle.raw())}. */
    public StreamHandle handle() {
        return handle;
    }

    /** A number that is different for each stream of the device, from 0. */
    public int number() {
        return number;
    }

    /**
     * True while a graph is being captured: nothing may be read from the device, host values that change from step to
     * step (learning rates, step numbers, random offsets) have to be read from device memory by the kernels.
     */
    public boolean isCapturing() {
        return recording != null;
    }

    /** Where kernels of this stream note bad input. */
    public KernelFailure failure() {
        KernelFailure f = failure;
        if (f == null) {
            f = new KernelFailure(backend.driver());
            failure = f;
        }
        return f;
    }

    /**
     * Throws what kernels noted; to be called after the stream was waited for.
     *
     * @throws dev.jgrad.data.IndexException when a kernel met an index out of range
     * @throws dev.jgrad.data.ArgumentException when a kernel met an integer division by zero
     */
    void checkFailure() {
        KernelFailure f = failure;
        if (f != null) {
            f.check();
        }
    }

    /** What records the work of this stream now; null where it runs. */
    public @Nullable CudaRecording recording() {
        return recording;
    }

    /**
     * Begins or ends a capture and says so; no other thread puts a mark into the stream in between.
     *
     * @param change the driver's call
     * @param now what records the work from here on; null where it runs again
     * @param buffers notes what the recorded work uses; null where it runs again
     */
    public synchronized void capture(Runnable change, @Nullable CudaRecording now, @Nullable UsedBuffers buffers) {
        change.run();
        recording = now;
        used = buffers;
    }

    /** Notes what recorded work uses; null where work runs. */
    @Nullable
    UsedBuffers used() {
        return used;
    }

    /** Where memory for this stream comes from while a graph warms up or is captured; null for the ordinary pool. */
    public @Nullable BlockPool pool() {
        return pool;
    }

    /** Says where memory comes from. */
    public void setPool(@Nullable BlockPool now) {
        pool = now;
    }

    /** Has later work of this stream wait for what the other one has got so far; see {@link #awaitCapture}. */
    void waitFor(CudaStream other) {
        if (other == this) {
            return;
        }
        synchronized (other) {
            if (other.isCapturing()) {
                throw other.captured();
            }
            if (isCapturing()) {
                // An event from outside must not get into a graph; what it stands for is done when the host has waited.
                backend.driver().synchronizeFromCapture(other.handle);
                return;
            }
            if (mark == null) {
                mark = backend.driver().createEvent();
            }
            // What waits, waits for the mark as it is now: the next one may use the same event.
            backend.driver().record(mark, other.handle);
        }
        backend.driver().await(handle, mark);
    }

    /**
     * To be called, holding no lock, before this stream is waited for by another thread: while it is captured, a mark in it
     * would draw the one who waits into the graph, so the end of the capture is waited for first.
     *
     * @throws DeviceException when the capture takes too long, perhaps because it waits for the caller
     */
    void awaitCapture() {
        long since = System.nanoTime();
        while (isCapturing()) {
            if (System.nanoTime() - since > PATIENCE) {
                throw captured();
            }
            LockSupport.parkNanos(100_000);
        }
    }

    private DeviceException captured() {
        return new DeviceException(
                "a tensor that " + this + " has written or read last is used by another thread while a"
                        + " CUDA graph is being captured there; use it after CudaGraph.capture has returned");
    }

    /** Waits until everything is done; what another thread captures meanwhile is left alone. */
    synchronized void await() {
        if (!isCapturing()) {
            backend.driver().synchronize(handle);
        }
    }

    void close() {
        if (mark != null) {
            backend.driver().destroyEvent(mark);
            mark = null;
        }
        backend.driver().destroyStream(handle);
    }

    @Override
    public String toString() {
        return "stream " + number + " of " + backend.device();
    }
}
