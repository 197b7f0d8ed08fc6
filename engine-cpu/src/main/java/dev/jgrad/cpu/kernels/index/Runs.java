package dev.jgrad.cpu.kernels.index;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.Native;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import java.lang.foreign.MemorySegment;

/** Copies neighbouring elements from one buffer to another of the same dtype. */
final class Runs {
    private Runs() {}

    static void copy(DType dtype, CpuBuffer out, long to, CpuBuffer in, long from, long n) {
        Object target = out.array(dtype);
        Object source = in.array(dtype);
        if (target != null && source != null) {
            System.arraycopy(source, (int) from, target, (int) to, (int) n);
            return;
        }
        int b = dtype.byteSize();
        if (target == null && source == null) {
            MemorySegment.copy(
                    Native.ALL, in.nativeAddress() + from * b, Native.ALL, out.nativeAddress() + to * b, n * b);
        } else if (source != null) {
            intoNative(source, (int) from, out.nativeAddress() + to * b, (int) n);
        } else {
            fromNative(in.nativeAddress() + from * b, target, (int) to, (int) n);
        }
    }

    private static void intoNative(Object source, int from, long address, int n) {
        switch (source) {
            case float[] a -> MemorySegment.copy(a, from, Native.ALL, Native.FLOAT, address, n);
            case double[] a -> MemorySegment.copy(a, from, Native.ALL, Native.DOUBLE, address, n);
            case long[] a -> MemorySegment.copy(a, from, Native.ALL, Native.LONG, address, n);
            case int[] a -> MemorySegment.copy(a, from, Native.ALL, Native.INT, address, n);
            case short[] a -> MemorySegment.copy(a, from, Native.ALL, Native.SHORT, address, n);
            case byte[] a -> MemorySegment.copy(a, from, Native.ALL, Native.BYTE, address, n);
            default -> throw new AssertionError(source.getClass());
        }
    }

    private static void fromNative(long address, Object target, int to, int n) {
        switch (target) {
            case float[] a -> MemorySegment.copy(Native.ALL, Native.FLOAT, address, a, to, n);
            case double[] a -> MemorySegment.copy(Native.ALL, Native.DOUBLE, address, a, to, n);
            case long[] a -> MemorySegment.copy(Native.ALL, Native.LONG, address, a, to, n);
            case int[] a -> MemorySegment.copy(Native.ALL, Native.INT, address, a, to, n);
            case short[] a -> MemorySegment.copy(Native.ALL, Native.SHORT, address, a, to, n);
            case byte[] a -> MemorySegment.copy(Native.ALL, Native.BYTE, address, a, to, n);
            default -> throw new AssertionError(target.getClass());
        }
    }

    /** The elements that lie behind each other in both layouts, over the dimensions after {@code dim}. */
    static long length(Layout a, Layout b, int after, int aShift) {
        long run = 1;
        for (int d = a.rank() - 1; d > after; d--) {
            int e = d + aShift;
            if (a.size(d) != 1 && (a.stride(d) != run || b.stride(e) != run)) {
                break;
            }
            run *= a.size(d);
        }
        return run;
    }
}
