package dev.jgrad.cpu;

import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.memory.Block;
import dev.jgrad.spi.Buffer;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Elements in host memory: a primitive array where they are few (nothing is cheaper to make and to collect), 64-byte
 * aligned native memory where they are many (what native libraries and vectors like).
 *
 * <p>A kernel asks for {@link #array(DType)} first and for {@link #address()} where that is null, and keeps the buffer
 * reachable until it has finished. An array moves to native memory when somebody needs an address or looks at it as a
 * dtype of another carrier; it never moves back.
 */
public final class CpuBuffer extends Buffer {
    private final DType dtype;
    private volatile long address;
    private @Nullable Object array;
    private @Nullable Attached attached;

    /** What arrays do not have, apart so that their buffers stay small. */
    private static final class Attached {
        Cleaner.@Nullable Cleanable cleanable;

        @Nullable
        Derived derived;

        /** The buffer that this one is a part of. */
        @Nullable
        CpuBuffer whole;
    }

    /** What a native library made from the elements, such as copies of weights in its own layout; goes with the buffer. */
    public interface Derived {
        /** Gives its memory back. */
        void release();
    }

    private CpuBuffer(DType dtype, long byteSize) {
        super(byteSize);
        this.dtype = dtype;
    }

    /** A heap buffer around an array of the dtype's carrier, which is not copied. */
    public static CpuBuffer ofArray(DType dtype, Object array, int length) {
        CpuBuffer buffer = new CpuBuffer(dtype, (long) length * dtype.byteSize());
        buffer.array = array;
        return buffer;
    }

    static CpuBuffer ofBlock(DType dtype, long byteSize, CpuMemory memory, Block block) {
        CpuBuffer buffer = new CpuBuffer(dtype, byteSize);
        buffer.attached().cleanable = memory.allocator().watch(buffer, block);
        buffer.address = block.address();
        return buffer;
    }

    /** A buffer over a part of this native one. */
    CpuBuffer part(long byteOffset, DType of, long elements) {
        if (byteOffset < 0 || byteOffset + elements * of.byteSize() > byteSize() || address == 0) {
            throw new JgradException("a buffer of " + elements + " elements of " + of + " from byte " + byteOffset
                    + " on does not fit into one of " + byteSize() + " bytes");
        }
        CpuBuffer part = new CpuBuffer(of, elements * of.byteSize());
        part.attached().whole = this;
        part.address = address + byteOffset;
        return part;
    }

    /** The dtype it was allocated for; a view may name another one. */
    public DType dtype() {
        return dtype;
    }

    /**
     * The elements as a primitive array: {@code float[]} for float32, {@code double[]} for float64, {@code long[]} for
     * int64, {@code int[]} for int32, {@code short[]} for int16, float16 and bfloat16, {@code byte[]} for int8, uint8
     * and bool; null when they are native.
     *
     * @throws JgradException when the buffer was released
     */
    public @Nullable Object array() {
        Object a = array;
        if (a == null && address == 0) {
            throw released();
        }
        return a;
    }

    /** The array where its type is the carrier of this dtype; null (after moving, if need be) when native. */
    public @Nullable Object array(DType as) {
        Object a = array();
        if (a != null && !Carriers.matches(as, a)) {
            moveToNative();
            return null;
        }
        return a;
    }

    /**
     * Where the elements start, 0 when they are an array.
     *
     * @throws JgradException when the buffer was released
     */
    public long address() {
        long at = address;
        if (at == 0 && array == null) {
            // A buffer that is just moving sets the address before it drops the array.
            at = address;
            if (at == 0) {
                throw released();
            }
        }
        return at;
    }

    /** Where the elements start, after moving them out of the Java heap if they are there. */
    public long nativeAddress() {
        long at = address();
        return at != 0 ? at : moveToNative();
    }

    private synchronized long moveToNative() {
        Object a = array;
        if (a == null) {
            return address();
        }
        Block block = CpuMemory.INSTANCE.allocator().allocate(Math.max(byteSize(), 1));
        MemorySegment.copy(Carriers.segment(a), 0, Native.ALL, block.address(), byteSize());
        attached().cleanable = CpuMemory.INSTANCE.allocator().watch(this, block);
        address = block.address();
        array = null;
        return block.address();
    }

    /** What was derived from the elements, made now if there is nothing yet. One kind of thing per buffer. */
    public synchronized Derived derived(Supplier<? extends Derived> maker) {
        Attached a = attached();
        Derived d = a.derived;
        if (d == null) {
            d = maker.get();
            a.derived = d;
        }
        return d;
    }

    private Attached attached() {
        Attached a = attached;
        if (a == null) {
            a = new Attached();
            attached = a;
        }
        return a;
    }

    @Override
    public boolean isNative() {
        return array == null;
    }

    @Override
    public void release() {
        Attached a = attached;
        if (a == null) {
            array = null; // nothing to give back, and nobody to race with: a released buffer has no other user
        } else if (a.whole == null) { // otherwise its memory is somebody else's
            releaseNative(a);
        }
    }

    private synchronized void releaseNative(Attached a) {
        array = null;
        address = 0;
        Cleaner.Cleanable c = a.cleanable;
        if (c != null) {
            a.cleanable = null;
            c.clean();
        }
        Derived d = a.derived;
        if (d != null) {
            a.derived = null;
            d.release();
        }
    }

    private static JgradException released() {
        return new JgradException(
                "the memory of this tensor was already released (its scope ended or it was closed); keep the tensor"
                        + " open for as long as it is used, or clone() it before");
    }
}
