package dev.jgrad.cpu.loops;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.Native;
import dev.jgrad.data.DType;
import java.lang.foreign.MemorySegment;

/** Floating dtypes to and from their compute type. */
final class FloatBlocks {
    private FloatBlocks() {}

    static void load(DType dtype, CpuBuffer buffer, long position, long stride, float[] dst, int at, int n) {
        Object array = buffer.array(dtype);
        switch (dtype) {
            case FLOAT32 -> {
                if (array != null) {
                    loadFloats((float[]) array, (int) position, (int) stride, dst, at, n);
                } else {
                    loadFloats(buffer.address() + position * 4, stride * 4, dst, at, n);
                }
            }
            case FLOAT16 -> {
                if (array != null) {
                    loadHalves((short[]) array, (int) position, (int) stride, dst, at, n);
                } else {
                    loadHalves(buffer.address() + position * 2, stride * 2, dst, at, n);
                }
            }
            case BFLOAT16 -> {
                if (array != null) {
                    loadBfloats((short[]) array, (int) position, (int) stride, dst, at, n);
                } else {
                    loadBfloats(buffer.address() + position * 2, stride * 2, dst, at, n);
                }
            }
            default -> throw new AssertionError(dtype);
        }
    }

    private static void loadFloats(float[] src, int position, int stride, float[] dst, int at, int n) {
        if (stride == 1) {
            System.arraycopy(src, position, dst, at, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = src[position + i * stride];
        }
    }

    private static void loadFloats(long address, long stride, float[] dst, int at, int n) {
        if (stride == 4) {
            MemorySegment.copy(Native.ALL, Native.FLOAT, address, dst, at, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = Native.ALL.get(Native.FLOAT, address + i * stride);
        }
    }

    private static void loadHalves(short[] src, int position, int stride, float[] dst, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                dst[at + i] = Float.float16ToFloat(src[position + i]);
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = Float.float16ToFloat(src[position + i * stride]);
        }
    }

    private static void loadHalves(long address, long stride, float[] dst, int at, int n) {
        if (stride == 2) {
            for (int i = 0; i < n; i++) {
                dst[at + i] = Float.float16ToFloat(Native.ALL.get(Native.SHORT, address + 2L * i));
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = Float.float16ToFloat(Native.ALL.get(Native.SHORT, address + i * stride));
        }
    }

    private static void loadBfloats(short[] src, int position, int stride, float[] dst, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                dst[at + i] = BFloat16.toFloat(src[position + i]);
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = BFloat16.toFloat(src[position + i * stride]);
        }
    }

    private static void loadBfloats(long address, long stride, float[] dst, int at, int n) {
        if (stride == 2) {
            for (int i = 0; i < n; i++) {
                dst[at + i] = BFloat16.toFloat(Native.ALL.get(Native.SHORT, address + 2L * i));
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = BFloat16.toFloat(Native.ALL.get(Native.SHORT, address + i * stride));
        }
    }

    static void store(DType dtype, CpuBuffer buffer, long position, long stride, float[] src, int at, int n) {
        Object array = buffer.array(dtype);
        switch (dtype) {
            case FLOAT32 -> {
                if (array != null) {
                    storeFloats((float[]) array, (int) position, (int) stride, src, at, n);
                } else {
                    storeFloats(buffer.address() + position * 4, stride * 4, src, at, n);
                }
            }
            case FLOAT16 -> {
                if (array != null) {
                    storeHalves((short[]) array, (int) position, (int) stride, src, at, n);
                } else {
                    storeHalves(buffer.address() + position * 2, stride * 2, src, at, n);
                }
            }
            case BFLOAT16 -> {
                if (array != null) {
                    storeBfloats((short[]) array, (int) position, (int) stride, src, at, n);
                } else {
                    storeBfloats(buffer.address() + position * 2, stride * 2, src, at, n);
                }
            }
            default -> throw new AssertionError(dtype);
        }
    }

    private static void storeFloats(float[] dst, int position, int stride, float[] src, int at, int n) {
        if (stride == 1) {
            System.arraycopy(src, at, dst, position, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[position + i * stride] = src[at + i];
        }
    }

    private static void storeFloats(long address, long stride, float[] src, int at, int n) {
        if (stride == 4) {
            MemorySegment.copy(src, at, Native.ALL, Native.FLOAT, address, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.FLOAT, address + i * stride, src[at + i]);
        }
    }

    private static void storeHalves(short[] dst, int position, int stride, float[] src, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                dst[position + i] = Float.floatToFloat16(src[at + i]);
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[position + i * stride] = Float.floatToFloat16(src[at + i]);
        }
    }

    private static void storeHalves(long address, long stride, float[] src, int at, int n) {
        if (stride == 2) {
            for (int i = 0; i < n; i++) {
                Native.ALL.set(Native.SHORT, address + 2L * i, Float.floatToFloat16(src[at + i]));
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.SHORT, address + i * stride, Float.floatToFloat16(src[at + i]));
        }
    }

    private static void storeBfloats(short[] dst, int position, int stride, float[] src, int at, int n) {
        if (stride == 1) {
            for (int i = 0; i < n; i++) {
                dst[position + i] = BFloat16.of(src[at + i]);
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[position + i * stride] = BFloat16.of(src[at + i]);
        }
    }

    private static void storeBfloats(long address, long stride, float[] src, int at, int n) {
        if (stride == 2) {
            for (int i = 0; i < n; i++) {
                Native.ALL.set(Native.SHORT, address + 2L * i, BFloat16.of(src[at + i]));
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.SHORT, address + i * stride, BFloat16.of(src[at + i]));
        }
    }

    static void load(DType dtype, CpuBuffer buffer, long position, long stride, double[] dst, int at, int n) {
        Object array = buffer.array(dtype);
        switch (dtype) {
            case FLOAT64 -> {
                if (array != null) {
                    loadDoubles((double[]) array, (int) position, (int) stride, dst, at, n);
                } else {
                    loadDoubles(buffer.address() + position * 8, stride * 8, dst, at, n);
                }
            }
            default -> throw new AssertionError(dtype);
        }
    }

    private static void loadDoubles(double[] src, int position, int stride, double[] dst, int at, int n) {
        if (stride == 1) {
            System.arraycopy(src, position, dst, at, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = src[position + i * stride];
        }
    }

    private static void loadDoubles(long address, long stride, double[] dst, int at, int n) {
        if (stride == 8) {
            MemorySegment.copy(Native.ALL, Native.DOUBLE, address, dst, at, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[at + i] = Native.ALL.get(Native.DOUBLE, address + i * stride);
        }
    }

    static void store(DType dtype, CpuBuffer buffer, long position, long stride, double[] src, int at, int n) {
        Object array = buffer.array(dtype);
        switch (dtype) {
            case FLOAT64 -> {
                if (array != null) {
                    storeDoubles((double[]) array, (int) position, (int) stride, src, at, n);
                } else {
                    storeDoubles(buffer.address() + position * 8, stride * 8, src, at, n);
                }
            }
            default -> throw new AssertionError(dtype);
        }
    }

    private static void storeDoubles(double[] dst, int position, int stride, double[] src, int at, int n) {
        if (stride == 1) {
            System.arraycopy(src, at, dst, position, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            dst[position + i * stride] = src[at + i];
        }
    }

    private static void storeDoubles(long address, long stride, double[] src, int at, int n) {
        if (stride == 8) {
            MemorySegment.copy(src, at, Native.ALL, Native.DOUBLE, address, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.DOUBLE, address + i * stride, src[at + i]);
        }
    }
}
