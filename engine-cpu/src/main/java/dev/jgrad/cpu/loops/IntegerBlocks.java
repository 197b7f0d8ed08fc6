package dev.jgrad.cpu.loops;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.Native;
import dev.jgrad.data.DType;
import java.lang.foreign.MemorySegment;

/** Integers and truth values to and from their compute type; narrower ones wrap around. */
final class IntegerBlocks {
    private IntegerBlocks() {}

    /** 1 unless x is 0, without a branch: loops with it become vector code. */
    private static int truth(int x) {
        return (x | -x) >>> 31;
    }

    static void load(DType dtype, CpuBuffer buffer, long position, long stride, int[] dst, int at, int n) {
        Object array = buffer.array(dtype);
        switch (dtype) {
            case INT32 -> {
                if (array != null) {
                    loadInts((int[]) array, (int) position, (int) stride, dst, at, n);
                } else {
                    loadInts(buffer.address() + position * 4, stride * 4, dst, at, n);
                }
            }
            case INT16 -> {
                if (array != null) {
                    loadShorts((short[]) array, (int) position, (int) stride, dst, at, n);
                } else {
                    loadShorts(buffer.address() + position * 2, stride * 2, dst, at, n);
                }
            }
            case INT8 -> {
                if (array != null) {
                    loadBytes((byte[]) array, (int) position, (int) stride, dst, at, n);
                } else {
                    loadBytes(buffer.address() + position * 1, stride * 1, dst, at, n);
                }
            }
            case UINT8 -> {
                if (array != null) {
                    loadUnsigned((byte[]) array, (int) position, (int) stride, dst, at, n);
                } else {
                    loadUnsigned(buffer.address() + position * 1, stride * 1, dst, at, n);
                }
            }
            case BOOL -> {
                if (array != null) {
                    loadTruths((byte[]) array, (int) position, (int) stride, dst, at, n);
                } else {
                    loadTruths(buffer.address() + position * 1, stride * 1, dst, at, n);
                }
            }
            default -> throw new AssertionError(dtype);
        }
    }

    private static void loadInts(int[] src, int position, int stride, int[] dst, int at, int n) {
        if (stride == 1) {
            System.arraycopy(src, position, dst, at, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = src[position + i * stride];
        }
    }

    private static void loadInts(long address, long stride, int[] dst, int at, int n) {
        if (stride == 4) {
            MemorySegment.copy(Native.ALL, Native.INT, address, dst, at, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = Native.ALL.get(Native.INT, address + i * stride);
        }
    }

    private static void loadShorts(short[] src, int position, int stride, int[] dst, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                dst[at + i] = src[position + i];
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = src[position + i * stride];
        }
    }

    private static void loadShorts(long address, long stride, int[] dst, int at, int n) {
        if (stride == 2) {
            for (int i = 0; i < n; i++) {
                dst[at + i] = Native.ALL.get(Native.SHORT, address + 2L * i);
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = Native.ALL.get(Native.SHORT, address + i * stride);
        }
    }

    private static void loadBytes(byte[] src, int position, int stride, int[] dst, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                dst[at + i] = src[position + i];
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = src[position + i * stride];
        }
    }

    private static void loadBytes(long address, long stride, int[] dst, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                dst[at + i] = Native.ALL.get(Native.BYTE, address + i);
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = Native.ALL.get(Native.BYTE, address + i * stride);
        }
    }

    private static void loadUnsigned(byte[] src, int position, int stride, int[] dst, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                dst[at + i] = src[position + i] & 0xff;
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = src[position + i * stride] & 0xff;
        }
    }

    private static void loadUnsigned(long address, long stride, int[] dst, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                dst[at + i] = Native.ALL.get(Native.BYTE, address + i) & 0xff;
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = Native.ALL.get(Native.BYTE, address + i * stride) & 0xff;
        }
    }

    private static void loadTruths(byte[] src, int position, int stride, int[] dst, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                dst[at + i] = truth(src[position + i]);
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = truth(src[position + i * stride]);
        }
    }

    private static void loadTruths(long address, long stride, int[] dst, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                dst[at + i] = truth(Native.ALL.get(Native.BYTE, address + i));
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = truth(Native.ALL.get(Native.BYTE, address + i * stride));
        }
    }

    static void store(DType dtype, CpuBuffer buffer, long position, long stride, int[] src, int at, int n) {
        Object array = buffer.array(dtype);
        switch (dtype) {
            case INT32 -> {
                if (array != null) {
                    storeInts((int[]) array, (int) position, (int) stride, src, at, n);
                } else {
                    storeInts(buffer.address() + position * 4, stride * 4, src, at, n);
                }
            }
            case INT16 -> {
                if (array != null) {
                    storeShorts((short[]) array, (int) position, (int) stride, src, at, n);
                } else {
                    storeShorts(buffer.address() + position * 2, stride * 2, src, at, n);
                }
            }
            case INT8 -> {
                if (array != null) {
                    storeBytes((byte[]) array, (int) position, (int) stride, src, at, n);
                } else {
                    storeBytes(buffer.address() + position * 1, stride * 1, src, at, n);
                }
            }
            case UINT8 -> {
                if (array != null) {
                    storeUnsigned((byte[]) array, (int) position, (int) stride, src, at, n);
                } else {
                    storeUnsigned(buffer.address() + position * 1, stride * 1, src, at, n);
                }
            }
            case BOOL -> {
                if (array != null) {
                    storeTruths((byte[]) array, (int) position, (int) stride, src, at, n);
                } else {
                    storeTruths(buffer.address() + position * 1, stride * 1, src, at, n);
                }
            }
            default -> throw new AssertionError(dtype);
        }
    }

    private static void storeInts(int[] dst, int position, int stride, int[] src, int at, int n) {
        if (stride == 1) {
            System.arraycopy(src, at, dst, position, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[position + i * stride] = src[at + i];
        }
    }

    private static void storeInts(long address, long stride, int[] src, int at, int n) {
        if (stride == 4) {
            MemorySegment.copy(src, at, Native.ALL, Native.INT, address, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.INT, address + i * stride, src[at + i]);
        }
    }

    private static void storeShorts(short[] dst, int position, int stride, int[] src, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                dst[position + i] = (short) src[at + i];
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[position + i * stride] = (short) src[at + i];
        }
    }

    private static void storeShorts(long address, long stride, int[] src, int at, int n) {
        if (stride == 2) {
            for (int i = 0; i < n; i++) {
                Native.ALL.set(Native.SHORT, address + 2L * i, (short) src[at + i]);
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.SHORT, address + i * stride, (short) src[at + i]);
        }
    }

    private static void storeBytes(byte[] dst, int position, int stride, int[] src, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                dst[position + i] = (byte) src[at + i];
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[position + i * stride] = (byte) src[at + i];
        }
    }

    private static void storeBytes(long address, long stride, int[] src, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                Native.ALL.set(Native.BYTE, address + i, (byte) src[at + i]);
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.BYTE, address + i * stride, (byte) src[at + i]);
        }
    }

    private static void storeUnsigned(byte[] dst, int position, int stride, int[] src, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                dst[position + i] = (byte) src[at + i];
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[position + i * stride] = (byte) src[at + i];
        }
    }

    private static void storeUnsigned(long address, long stride, int[] src, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                Native.ALL.set(Native.BYTE, address + i, (byte) src[at + i]);
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.BYTE, address + i * stride, (byte) src[at + i]);
        }
    }

    private static void storeTruths(byte[] dst, int position, int stride, int[] src, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                dst[position + i] = (byte) (truth(src[at + i]));
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[position + i * stride] = (byte) (truth(src[at + i]));
        }
    }

    private static void storeTruths(long address, long stride, int[] src, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                Native.ALL.set(Native.BYTE, address + i, (byte) (truth(src[at + i])));
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.BYTE, address + i * stride, (byte) (truth(src[at + i])));
        }
    }

    static void load(DType dtype, CpuBuffer buffer, long position, long stride, long[] dst, int at, int n) {
        Object array = buffer.array(dtype);
        switch (dtype) {
            case INT64 -> {
                if (array != null) {
                    loadLongs((long[]) array, (int) position, (int) stride, dst, at, n);
                } else {
                    loadLongs(buffer.address() + position * 8, stride * 8, dst, at, n);
                }
            }
            default -> throw new AssertionError(dtype);
        }
    }

    private static void loadLongs(long[] src, int position, int stride, long[] dst, int at, int n) {
        if (stride == 1) {
            System.arraycopy(src, position, dst, at, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = src[position + i * stride];
        }
    }

    private static void loadLongs(long address, long stride, long[] dst, int at, int n) {
        if (stride == 8) {
            MemorySegment.copy(Native.ALL, Native.LONG, address, dst, at, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = Native.ALL.get(Native.LONG, address + i * stride);
        }
    }

    static void store(DType dtype, CpuBuffer buffer, long position, long stride, long[] src, int at, int n) {
        Object array = buffer.array(dtype);
        switch (dtype) {
            case INT64 -> {
                if (array != null) {
                    storeLongs((long[]) array, (int) position, (int) stride, src, at, n);
                } else {
                    storeLongs(buffer.address() + position * 8, stride * 8, src, at, n);
                }
            }
            default -> throw new AssertionError(dtype);
        }
    }

    private static void storeLongs(long[] dst, int position, int stride, long[] src, int at, int n) {
        if (stride == 1) {
            System.arraycopy(src, at, dst, position, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[position + i * stride] = src[at + i];
        }
    }

    private static void storeLongs(long address, long stride, long[] src, int at, int n) {
        if (stride == 8) {
            MemorySegment.copy(src, at, Native.ALL, Native.LONG, address, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.LONG, address + i * stride, src[at + i]);
        }
    }
}
