package dev.jgrad.batch;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;

/**
 * The elements of one storage for all examples of a level: a buffer of the backend below, in which the next example is a
 * stride further on. Layouts of tensors say where the elements of the first example are.
 */
public final class BatchedBuffer extends Buffer {
    private final BatchLevel level;
    private final boolean owned;
    private Buffer inner;
    private long stride;
    private boolean shared;

    BatchedBuffer(BatchLevel level, Buffer inner, long stride, long byteSize, boolean shared, boolean owned) {
        super(byteSize);
        this.level = level;
        this.inner = inner;
        this.stride = stride;
        this.shared = shared;
        this.owned = owned;
    }

    /** Examples that lie in a buffer that belongs to somebody else; written to only after it was copied. */
    public static BatchedBuffer over(BatchLevel level, Buffer inner, long stride) {
        return new BatchedBuffer(level, inner, stride, inner.byteSize(), true, false);
    }

    /** The level. */
    public BatchLevel level() {
        return level;
    }

    /** The buffer below. */
    public Buffer inner() {
        return inner;
    }

    /** The distance between examples in elements; 0 when they are all the same. */
    public long stride() {
        return stride;
    }

    /** Takes this buffer as the elements of every example. */
    void sameForAll(Buffer one) {
        inner = one;
        stride = 0;
        shared = true;
    }

    /** Makes room for each example, before a write. */
    void own(Backend below, DType dtype) {
        if (!shared) {
            inner.written();
            return;
        }
        long elements = inner.byteSize() / dtype.byteSize();
        Layout one = Layout.contiguous(elements);
        if (stride == 0 && level.size() != 1) {
            Buffer room = below.allocate(dtype, elements * level.size());
            Layout all = Layout.contiguous(level.size(), elements);
            Layout from = Layout.strided(all.sizes(), new long[] {0, 1}, 0);
            below.elementwise().copy(below.stream(), dtype, room, all, dtype, inner, from);
            inner = room;
            stride = elements;
        } else {
            Buffer room = below.allocate(dtype, elements);
            below.elementwise().copy(below.stream(), dtype, room, one, dtype, inner, one);
            inner = room;
        }
        shared = false;
    }

    @Override
    public boolean isNative() {
        return inner.isNative();
    }

    @Override
    public void release() {
        if (owned && !shared) {
            inner.release();
        }
    }
}
