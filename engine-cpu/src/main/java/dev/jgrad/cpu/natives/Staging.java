package dev.jgrad.cpu.natives;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.CpuMemory;
import dev.jgrad.cpu.Native;
import dev.jgrad.data.DType;
import dev.jgrad.memory.Block;
import java.lang.foreign.MemorySegment;

/**
 * Gives native code an address for any buffer: its own where it is native, that of a copy in a scratch memory of the
 * thread where it is an array. Copying 32 KiB takes half a microsecond; moving such buffers out of the heap for good
 * would cost each of them a cleaner.
 */
public final class Staging {
    /** How many operands of one call may be staged. */
    private static final int SLOTS = 10;

    /** The slot that copies of weights are staged in; not for others. */
    public static final int WEIGHTS = 9;

    /** The size of a slot. */
    public static final long SLOT_BYTES = 64 << 10;

    private static final ThreadLocal<Staging> CURRENT = ThreadLocal.withInitial(Staging::new);

    private final long start;

    private Staging() {
        Block block = CpuMemory.INSTANCE.allocator().allocate(SLOTS * SLOT_BYTES);
        CpuMemory.INSTANCE.allocator().watch(this, block);
        start = block.address();
    }

    /**
     * The address of the buffer's first element, for reading.
     *
     * @param slot number of the operand, 0 to 8; operands of one call have different ones
     */
    public static long input(CpuBuffer buffer, DType dtype, int slot) {
        Object array = buffer.array(dtype);
        return array == null || buffer.byteSize() > SLOT_BYTES ? buffer.nativeAddress() : copyIn(array, slot);
    }

    /**
     * The address of the buffer's first element, for writing. {@link #finish} must follow.
     *
     * @param whole true when every element will be written, so that the old ones need not be copied
     */
    public static long output(CpuBuffer buffer, DType dtype, int slot, boolean whole) {
        Object array = buffer.array(dtype);
        if (array == null || buffer.byteSize() > SLOT_BYTES) {
            return buffer.nativeAddress();
        }
        return whole ? slot(slot) : copyIn(array, slot);
    }

    /** Takes what native code has written back into the buffer. */
    public static void finish(CpuBuffer buffer, DType dtype, long address) {
        Object array = buffer.array(dtype);
        if (array != null) {
            MemorySegment.copy(Native.ALL, address, segment(array), 0, buffer.byteSize());
        }
    }

    /** The memory of a slot itself, {@link #SLOT_BYTES} long, for a vector that belongs to no buffer. */
    public static long scratch(int slot) {
        return slot(slot);
    }

    private static long copyIn(Object array, int slot) {
        MemorySegment source = segment(array);
        long address = slot(slot);
        MemorySegment.copy(source, 0, Native.ALL, address, source.byteSize());
        return address;
    }

    private static long slot(int number) {
        return CURRENT.get().start + number * SLOT_BYTES;
    }

    private static MemorySegment segment(Object array) {
        return switch (array) {
            case float[] a -> MemorySegment.ofArray(a);
            case double[] a -> MemorySegment.ofArray(a);
            case short[] a -> MemorySegment.ofArray(a);
            default -> throw new IllegalArgumentException("native kernels take floating dtypes only");
        };
    }
}
