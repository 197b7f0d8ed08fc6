package dev.jgrad.cuda;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Something each stream has one of: a cuBLAS or cuDNN handle with its workspace. A stream belongs to one thread at a time,
 * so its handle does too, as the libraries ask for; a stream that goes to another thread takes its handle along.
 *
 * @param <T> what a stream has
 */
public final class StreamLocal<T extends AutoCloseable> implements AutoCloseable {
    private final ConcurrentHashMap<CudaStream, T> perStream = new ConcurrentHashMap<>();
    private final Function<CudaStream, T> factory;

    /** Made for each stream when it is first asked for. */
    public StreamLocal(Function<CudaStream, T> factory) {
        this.factory = factory;
    }

    /** The stream's own. */
    public T of(CudaStream stream) {
        T known = perStream.get(stream);
        return known != null ? known : perStream.computeIfAbsent(stream, factory);
    }

    /** Closes all of them; nobody may be computing. */
    @Override
    public void close() {
        for (CudaStream stream : perStream.keySet()) {
            T own = perStream.remove(stream);
            try {
                if (own != null) {
                    own.close();
                }
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
