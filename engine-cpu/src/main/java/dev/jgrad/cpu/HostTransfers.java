package dev.jgrad.cpu;

import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.spi.OperandChecks;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/** Moves raw elements between buffers and the caller. */
final class HostTransfers {
    private static final long GRAIN_BYTES = 1 << 20;

    private HostTransfers() {}

    static void zero(CpuBuffer buffer) {
        long address = buffer.address();
        Parallel.forRange(
                buffer.byteSize(),
                GRAIN_BYTES,
                (from, to) -> Native.ALL.asSlice(address + from, to - from).fill((byte) 0));
        Reference.reachabilityFence(buffer);
    }

    static void upload(DType dtype, CpuBuffer target, long at, MemorySegment source, long elements) {
        OperandChecks.range(dtype, target, at, elements);
        long size = dtype.byteSize();
        Object array = target.array(dtype);
        Object from = arrayBehind(source, array);
        if (from != null) {
            System.arraycopy(from, Math.toIntExact(source.address() / size), array, (int) at, (int) elements);
        } else if (array != null) {
            MemorySegment.copy(source, 0, Carriers.segment(array), at * size, elements * size);
        } else {
            MemorySegment.copy(source, 0, Native.ALL, target.address() + at * size, elements * size);
        }
        Reference.reachabilityFence(target);
    }

    static void download(DType dtype, CpuBuffer source, long at, MemorySegment target, long elements) {
        OperandChecks.range(dtype, source, at, elements);
        long size = dtype.byteSize();
        Object array = source.array(dtype);
        Object to = arrayBehind(target, array);
        if (to != null) {
            System.arraycopy(array, (int) at, to, Math.toIntExact(target.address() / size), (int) elements);
        } else if (array != null) {
            MemorySegment.copy(Carriers.segment(array), at * size, target, 0, elements * size);
        } else {
            MemorySegment.copy(Native.ALL, source.address() + at * size, target, 0, elements * size);
        }
        Reference.reachabilityFence(source);
    }

    /**
     * The array behind a segment when it is of the same type as ours. Arrays are copied as arrays: a segment copy between
     * two of them was seen, once in many runs, to miss a store that had just been made to the source.
     */
    private static @Nullable Object arrayBehind(MemorySegment segment, @Nullable Object ours) {
        Object theirs = ours == null ? null : segment.heapBase().orElse(null);
        return theirs != null && theirs.getClass() == ours.getClass() ? theirs : null;
    }

    /** Copies all bytes of an array to native memory. */
    static void toNative(CpuBuffer source, CpuBuffer target) {
        Object array = source.array();
        if (array == null) {
            MemorySegment.copy(Native.ALL, source.address(), Native.ALL, target.address(), source.byteSize());
        } else {
            MemorySegment.copy(Carriers.segment(array), 0, Native.ALL, target.address(), source.byteSize());
        }
        Reference.reachabilityFence(source);
        Reference.reachabilityFence(target);
    }

    static double getDouble(DType dtype, CpuBuffer buffer, long element) {
        if (dtype == DType.INT64) {
            return getLong(dtype, buffer, element);
        }
        OperandChecks.range(dtype, buffer, element, 1);
        double[] one = new double[1];
        Blocks.load(dtype, buffer, element, 1, one, 0, 1);
        Reference.reachabilityFence(buffer);
        return one[0];
    }

    static long getLong(DType dtype, CpuBuffer buffer, long element) {
        OperandChecks.range(dtype, buffer, element, 1);
        long[] one = new long[1];
        Blocks.load(dtype, buffer, element, 1, one, 0, 1);
        Reference.reachabilityFence(buffer);
        return one[0];
    }
}
