package dev.jgrad.storage;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import java.lang.invoke.VarHandle;

/** One buffer on one device, with the version counter by which autograd notices writes. Shared by views. */
public sealed class Storage permits ScopedStorage {
    /** Value of {@link #holders} when nobody but the garbage collector may end this storage. */
    private static final int ESCAPED = -1;

    /** The same, and there may be tensors with other layouts or other storages over the memory. */
    private static final int VIEWED = -2;

    /** Value of {@link #holders} when the storage ends with a {@link StorageScope}. */
    private static final int SCOPED = -3;

    /** The same with such tensors or storages. */
    private static final int SCOPED_AND_VIEWED = -4;

    private final Backend backend;
    private Buffer buffer;
    private int version;
    private int holders = ESCAPED;
    private boolean closed;

    /** A storage over a fresh buffer. */
    public Storage(Backend backend, Buffer buffer) {
        this.backend = backend;
        this.buffer = buffer;
    }

    /** Where the data lives. */
    public Backend backend() {
        return backend;
    }

    /**
     * The buffer now. Read it once per kernel: bringing it to row-major order replaces it. A value that waited to be
     * computed is computed here.
     */
    public Buffer buffer() {
        if (holders <= SCOPED) {
            ((ScopedStorage) this).checkThread();
        }
        Buffer b = buffer;
        return b instanceof LazyBuffer ? computed() : b;
    }

    /** The buffer, which may be a {@link LazyBuffer}: for who can go on with a value that is not computed yet. */
    public Buffer peek() {
        if (holders <= SCOPED) {
            ((ScopedStorage) this).checkThread();
        }
        return buffer;
    }

    private synchronized Buffer computed() {
        if (buffer instanceof LazyBuffer lazy) {
            buffer = lazy.compute();
        }
        return buffer;
    }

    /** To be called before the elements change: what waits to be computed from them is computed. */
    public void beforeWrite() {
        buffer().beforeWrite();
    }

    /** How often the content was changed in place. */
    public int version() {
        return version;
    }

    /** Notes a write in place. Only the dispatcher calls it. */
    public void bumpVersion() {
        version++;
        buffer().written();
    }

    /** The same memory under a counter of its own, as {@code Tensor.data()} hands it out. */
    public Storage withFreshVersion() {
        escape();
        noteView();
        Storage other = new Storage(backend, buffer());
        other.noteView();
        return other;
    }

    /**
     * Brings a buffer in another physical order to row-major order, in place for everybody who shares this storage. Safe
     * with readers: they see the old buffer or the new one, each with its own order.
     */
    public synchronized Buffer rowMajor(DType dtype) {
        Buffer old = buffer();
        Layout physical = old.physical();
        if (physical == null) {
            return old;
        }
        Layout plain = Layout.contiguous(physical.sizes());
        Buffer fresh = backend.allocate(dtype, plain.numel());
        backend.elementwise().copy(backend.stream(), dtype, fresh, plain, dtype, old, physical);
        replace(fresh);
        return fresh;
    }

    /** More room for everybody who shares this storage: the elements keep their places, and those behind them are zero. */
    public synchronized void grow(DType dtype, long elements) {
        Buffer old = rowMajor(dtype);
        Layout before = Layout.contiguous(elements(dtype));
        Buffer fresh = backend.allocate(dtype, elements);
        backend.elementwise().fill(backend.stream(), dtype, fresh, Layout.contiguous(elements), 0, 0);
        backend.elementwise().copy(backend.stream(), dtype, fresh, before, dtype, old, before);
        replace(fresh);
    }

    /** Notes that a tensor with another layout, or another storage, shares this memory: it stays as it lies. */
    public void noteView() {
        if (holders == ESCAPED || holders == SCOPED) {
            holders--;
        }
    }

    /**
     * Brings a row-major buffer into another physical order, for everybody who shares this storage, as {@link #rowMajor} does
     * the reverse. Only where nobody can tell: not with views of it, nor while the engine owns it.
     *
     * @return true when it lies in that order now
     */
    public synchronized boolean arrange(DType dtype, Layout physical) {
        Buffer old = buffer();
        Layout now = old.physical();
        if (now != null || holders != ESCAPED || elements(dtype) != physical.numel()) {
            return now != null && now.sameStrides(physical);
        }
        Buffer fresh = backend.allocate(dtype, physical.numel());
        fresh.setPhysical(physical);
        Layout plain = Layout.contiguous(physical.sizes());
        backend.elementwise().copy(backend.stream(), dtype, fresh, physical, dtype, old, plain);
        replace(fresh);
        return true;
    }

    /** Readers in other threads find a complete buffer. */
    private void replace(Buffer fresh) {
        Buffer old = buffer;
        VarHandle.releaseFence();
        buffer = fresh;
        old.replaced();
    }

    // The backward engine owns the gradients it makes and gives their memory back as soon as the last
    // holder is done. Whatever a user may have seen has escaped and is left to the garbage collector.

    /** Declares that the engine made this storage and holds it {@code count} times. */
    public void own(int count) {
        holders = count;
    }

    /** One more slot of the engine holds this storage. */
    public void hold() {
        if (isOwned()) {
            holders++;
        }
    }

    /** From now on only the garbage collector ends this storage. */
    public void escape() {
        if (holders == SCOPED) {
            holders = ESCAPED;
        } else if (holders != ESCAPED) {
            // What was done with it while the engine owned it was not noted.
            holders = VIEWED;
        }
    }

    /** True while the engine is the only one who knows this storage. */
    public boolean isOwned() {
        return holders >= 0;
    }

    /** The storage ends with a scope from now on. */
    final void enterScope() {
        holders = SCOPED;
    }

    /** True while the end of a scope is the end of this storage. */
    final boolean isScoped() {
        return holders <= SCOPED;
    }

    /** True when the engine holds this storage in one slot only and nobody else knows it. */
    public boolean isSoleHolder() {
        return holders == 1;
    }

    // What a graph has saved outlives the inner scope it was made in, but not its last use.

    /** A node of a graph keeps a tensor with this storage for its rule. */
    public void saved() {}

    /** A node lets go of what it kept: the last one ends the storage, if its scope has ended meanwhile. */
    public void unsaved() {}

    /** True when the memory was given back. */
    public boolean isClosed() {
        return closed;
    }

    /** How many elements of a dtype were asked for when the buffer was made. */
    public long elements(DType dtype) {
        return buffer.byteSize() / dtype.byteSize();
    }

    /** A slot of the engine is done with this storage; the last one gives the memory back. */
    public void drop() {
        if (isOwned() && --holders == 0) {
            close();
        }
    }

    /** Gives the memory back now, unless something waits to be computed from it; later use throws. */
    public void close() {
        if (!buffer.hasReaders()) {
            closed = true;
            buffer.release();
        }
    }
}
