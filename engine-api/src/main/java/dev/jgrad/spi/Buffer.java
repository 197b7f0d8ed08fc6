package dev.jgrad.spi;

import dev.jgrad.data.Layout;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a device's memory that holds the elements of one storage. Made by {@link Backend#allocate}; what is inside
 * only its backend knows.
 */
public abstract class Buffer {
    private final long byteSize;
    private @Nullable Layout physical;
    private int generation;
    private @Nullable PendingReaders readers;

    /** A buffer of this many bytes. */
    protected Buffer(long byteSize) {
        this.byteSize = byteSize;
    }

    /** The usable size in bytes. */
    public final long byteSize() {
        return byteSize;
    }

    /**
     * The order the elements really lie in, where that differs from the row-major order the tensor shows to its user
     * (channels innermost for the activations of a convolution net); null where it does not. A tensor over such a buffer
     * is dense, starts at 0 and is brought to row-major order before anyone looks at its strides.
     */
    public final @Nullable Layout physical() {
        return physical;
    }

    /** Declares the physical order; called once, by the op layer, before the buffer is filled. */
    public final void setPhysical(@Nullable Layout layout) {
        physical = layout;
    }

    /** Counts the writes since allocation; a backend may cache what it derived from the content under this number. */
    public final int generation() {
        return generation;
    }

    /** Notes that the content changed; the dispatcher calls it for every write to a buffer that existed before. */
    public final void written() {
        generation++;
    }

    /** Notes that a value is to be computed from the elements as they are now. */
    public final void addReader(WeakReference<? extends Pending> reader) {
        readers().add(reader);
    }

    private synchronized PendingReaders readers() {
        PendingReaders r = readers;
        if (r == null) {
            r = new PendingReaders();
            readers = r;
        }
        return r;
    }

    /** Lets this buffer answer for another one: whoever waits to read that reads this. */
    protected final void handReadersTo(Buffer successor) {
        successor.readers = readers();
    }

    /** Computes what waits to be computed from the elements as they are now; to be called before they change. */
    public final void beforeWrite() {
        PendingReaders r = readers;
        if (r != null) {
            r.finish();
        }
    }

    /** True while a value waits to be computed from this buffer. */
    public final boolean hasReaders() {
        PendingReaders r = readers;
        return r != null && !r.isEmpty();
    }

    /** Hears that its elements lie in another buffer from now on, in another order or with more room. */
    public void replaced() {}

    /** True when the memory should be given back early (it lies outside the Java heap). */
    public abstract boolean isNative();

    /**
     * Gives the memory back now. Later calls do nothing. Nobody may use the buffer afterwards: a kernel that is handed a
     * released buffer throws.
     */
    public abstract void release();
}
