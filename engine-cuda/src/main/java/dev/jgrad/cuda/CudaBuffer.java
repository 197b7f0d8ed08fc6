package dev.jgrad.cuda;

import dev.jgrad.cuda.driver.NativePointer;
import dev.jgrad.cuda.memory.CudaBlock;
import dev.jgrad.data.JgradException;
import dev.jgrad.spi.Buffer;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Elements in the memory of a device. A kernel family asks {@link #input} for what its kernel reads and {@link #output}
 * for what it writes (or reads and writes), right before the launch, and keeps the buffer reachable until the launch has
 * returned; the allocator reuses memory in stream order, so nobody waits for the kernel to finish.
 */
public final class CudaBuffer extends Buffer {
    /** Memory that a buffer takes along: what cuDNN keeps from a forward pass, a copy in another order. */
    public interface Kept {
        /** Gives it back. */
        void release();
    }

    private static final long RELEASED = -1;

    private final @Nullable CudaBlock block;
    private final Cleaner.@Nullable Cleanable cleanable;
    private volatile long address;
    private CudaStream writer;
    // Streams other than the writer that have waited for its last write; guarded by this.
    private volatile @Nullable List<CudaStream> readers;
    private volatile @Nullable Kept kept;
    // Recorded graphs that read or write here; guarded by this.
    private @Nullable List<UsedBuffers> graphs;

    private CudaBuffer(long byteSize, CudaStream stream, @Nullable CudaBlock block, long address) {
        super(byteSize);
        this.block = block;
        this.writer = stream;
        this.address = address;
        this.cleanable = block == null ? null : stream.backend().memory().watch(this, block);
    }

    /** A buffer over a block of the stream's device. */
    static CudaBuffer of(long byteSize, CudaStream stream, CudaBlock block) {
        return new CudaBuffer(byteSize, stream, block, block.address());
    }

    /** A buffer without elements; its address is 0. */
    static CudaBuffer empty(CudaStream stream) {
        return new CudaBuffer(0, stream, null, 0);
    }

    /**
     * The address for a kernel on this stream that only reads. Where another stream has written, this one waits for it
     * first.
     *
     * @throws JgradException when the buffer was released
     */
    public long input(CudaStream stream) {
        if (writer != stream) {
            joinForReading(stream);
        }
        note(stream, false);
        return address();
    }

    /**
     * The address for a kernel on this stream that writes. Where others have written or read, this one waits for them
     * first.
     *
     * @throws JgradException when the buffer was released
     */
    public long output(CudaStream stream) {
        if (writer != stream || readers != null) {
            joinForWriting(stream);
        }
        note(stream, true);
        return address();
    }

    private void note(CudaStream stream, boolean writes) {
        UsedBuffers used = stream.used();
        if (used != null) {
            used.note(this, writes);
        }
    }

    /**
     * What {@link #input} and {@link #output} do, for a recorded kernel that runs again.
     *
     * @return false when the buffer was released meanwhile
     */
    boolean join(CudaStream stream, boolean writes) {
        if (address == RELEASED) {
            return false;
        }
        if (writes) {
            output(stream);
        } else {
            input(stream);
        }
        return true;
    }

    /** {@link #input} plus the offset of an element, as a pointer for cuBLAS and cuDNN. */
    public NativePointer inputPointer(CudaStream stream, long byteOffset) {
        return new NativePointer(input(stream) + byteOffset);
    }

    /** {@link #output} plus the offset of an element, as a pointer for cuBLAS and cuDNN. */
    public NativePointer outputPointer(CudaStream stream, long byteOffset) {
        return new NativePointer(output(stream) + byteOffset);
    }

    /** The plain address, without waiting for anybody. */
    public long address() {
        long at = address;
        if (at == RELEASED) {
            throw new JgradException(
                    "the memory of this tensor was already released (its scope ended or it was closed);"
                            + " keep the tensor open for as long as it is used, or clone() it before");
        }
        return at;
    }

    /** The stream that wrote last, at first that of allocation. */
    public CudaStream writer() {
        return writer;
    }

    private void joinForReading(CudaStream stream) {
        synchronized (this) {
            List<CudaStream> known = readers;
            if (known != null && known.contains(stream)) {
                return;
            }
        }
        writer.awaitCapture();
        markForReading(stream);
    }

    private synchronized void markForReading(CudaStream stream) {
        List<CudaStream> known = readers;
        stream.waitFor(writer);
        if (known == null) {
            known = new ArrayList<>(2);
            readers = known;
        }
        known.add(stream);
        use(stream);
    }

    private void joinForWriting(CudaStream stream) {
        List<CudaStream> others = new ArrayList<>(List.of(writer));
        synchronized (this) {
            if (readers != null) {
                others.addAll(readers);
            }
        }
        for (CudaStream other : others) {
            if (other != stream) {
                other.awaitCapture();
            }
        }
        markForWriting(stream);
    }

    private synchronized void markForWriting(CudaStream stream) {
        List<CudaStream> known = readers;
        if (known != null) {
            for (CudaStream reader : known) {
                stream.waitFor(reader);
            }
        }
        stream.waitFor(writer);
        readers = null;
        writer = stream;
        use(stream);
    }

    private void use(CudaStream stream) {
        CudaBlock b = block;
        if (b != null) {
            b.usedOn(stream);
        }
    }

    /** Notes a graph that was recorded with this memory. */
    synchronized void isKnownTo(UsedBuffers graph) {
        if (graphs == null) {
            graphs = new ArrayList<>(1);
        }
        graphs.add(graph);
    }

    /** Forgets a graph that has ended. */
    synchronized void isUnknownTo(UsedBuffers graph) {
        if (graphs != null) {
            graphs.remove(graph);
        }
    }

    @Override
    public synchronized void replaced() {
        if (graphs != null) {
            graphs.forEach(UsedBuffers::noteMoved);
        }
    }

    @Override
    public boolean isNative() {
        return true;
    }

    /** Has something live as long as this buffer, whose content it belongs to, instead of what was kept before. */
    public void keep(@Nullable Kept now) {
        Kept before = kept;
        kept = now;
        if (before != null && before != now) {
            before.release();
        }
    }

    /** What {@link #keep} was given last. */
    public @Nullable Kept kept() {
        return kept;
    }

    @Override
    public void release() {
        address = RELEASED;
        keep(null);
        Cleaner.Cleanable c = cleanable;
        if (c != null) {
            c.clean();
        }
    }
}
