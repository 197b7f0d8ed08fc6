package dev.jgrad.cuda;

import dev.jgrad.data.DeviceException;
import java.lang.ref.Cleaner;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a thread holds: its stream on each device and which device's context is current. When the thread has ended, its
 * streams serve another.
 */
final class CudaThread {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final ThreadLocal<CudaThread> CURRENT = ThreadLocal.withInitial(CudaThread::new);

    private @Nullable CudaStream[] streams = new CudaStream[1];
    private @Nullable CudaBackend current;

    private CudaThread() {
        if (Thread.currentThread().isVirtual()) {
            throw new DeviceException("cuda tensors cannot be used in a virtual thread: CUDA binds a device to the"
                    + " operating system's thread. Use a platform thread (Thread.ofPlatform())");
        }
    }

    static CudaStream stream(CudaBackend backend) {
        CudaThread thread = CURRENT.get();
        int ordinal = backend.device().index();
        if (thread.current != backend) {
            backend.makeCurrent();
            thread.current = backend;
        }
        CudaStream stream = ordinal < thread.streams.length ? thread.streams[ordinal] : null;
        if (stream == null || stream.backend() != backend) {
            stream = backend.takeStream();
            if (ordinal >= thread.streams.length) {
                thread.streams = Arrays.copyOf(thread.streams, ordinal + 1);
            }
            thread.streams[ordinal] = stream;
            CudaStream taken = stream;
            CLEANER.register(thread, () -> backend.returnStream(taken));
        }
        return stream;
    }

    /** Drops what the calling thread holds of a backend that was closed. */
    static void forget(CudaBackend backend) {
        CudaThread thread = CURRENT.get();
        if (thread.current == backend) {
            thread.current = null;
        }
        int ordinal = backend.device().index();
        if (ordinal < thread.streams.length) {
            thread.streams[ordinal] = null;
        }
    }
}
