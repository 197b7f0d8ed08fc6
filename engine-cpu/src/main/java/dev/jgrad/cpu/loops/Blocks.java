package dev.jgrad.cpu.loops;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.data.DType;

/**
 * Carries a run of elements between a buffer and a scratch array in which loops compute: any dtype, any stride, heap or
 * native. The dtype named is that of the view, which may differ from the buffer's own.
 *
 * <p>Arithmetic of a dtype is carried out in its compute type: float for float32, float16 and bfloat16, double for
 * float64, long for int64, int for the other integers and bool. Conversion to another array type than that follows C
 * (through the compute type); into bool it is {@code != 0}.
 *
 * <p>The caller has checked the range and keeps the buffer reachable.
 */
public final class Blocks {
    private Blocks() {}

    /** Reads {@code n} elements from {@code position} on, {@code stride} apart, into {@code dst} from {@code at} on. */
    public static void load(DType dtype, CpuBuffer buffer, long position, long stride, float[] dst, int at, int n) {
        switch (dtype) {
            case FLOAT32, FLOAT16, BFLOAT16 -> FloatBlocks.load(dtype, buffer, position, stride, dst, at, n);
            case FLOAT64 -> {
                double[] t = Scratch.doubles(n);
                FloatBlocks.load(dtype, buffer, position, stride, t, 0, n);
                Conversions.convert(t, 0, dst, at, n);
            }
            case INT64 -> {
                long[] t = Scratch.longs(n);
                IntegerBlocks.load(dtype, buffer, position, stride, t, 0, n);
                Conversions.convert(t, 0, dst, at, n);
            }
            case INT32, INT16, INT8, UINT8, BOOL -> {
                int[] t = Scratch.ints(n);
                IntegerBlocks.load(dtype, buffer, position, stride, t, 0, n);
                Conversions.convert(t, 0, dst, at, n);
            }
        }
    }

    /** Reads into doubles. */
    public static void load(DType dtype, CpuBuffer buffer, long position, long stride, double[] dst, int at, int n) {
        switch (dtype) {
            case FLOAT64 -> FloatBlocks.load(dtype, buffer, position, stride, dst, at, n);
            case FLOAT32, FLOAT16, BFLOAT16 -> {
                float[] t = Scratch.floats(n);
                FloatBlocks.load(dtype, buffer, position, stride, t, 0, n);
                Conversions.convert(t, 0, dst, at, n);
            }
            case INT64 -> {
                long[] t = Scratch.longs(n);
                IntegerBlocks.load(dtype, buffer, position, stride, t, 0, n);
                Conversions.convert(t, 0, dst, at, n);
            }
            case INT32, INT16, INT8, UINT8, BOOL -> {
                int[] t = Scratch.ints(n);
                IntegerBlocks.load(dtype, buffer, position, stride, t, 0, n);
                Conversions.convert(t, 0, dst, at, n);
            }
        }
    }

    /** Reads into ints; floating values are truncated, int64 keeps its lower half. */
    public static void load(DType dtype, CpuBuffer buffer, long position, long stride, int[] dst, int at, int n) {
        switch (dtype) {
            case INT32, INT16, INT8, UINT8, BOOL -> IntegerBlocks.load(dtype, buffer, position, stride, dst, at, n);
            case FLOAT32, FLOAT16, BFLOAT16 -> {
                float[] t = Scratch.floats(n);
                FloatBlocks.load(dtype, buffer, position, stride, t, 0, n);
                Conversions.convert(t, 0, dst, at, n);
            }
            case FLOAT64 -> {
                double[] t = Scratch.doubles(n);
                FloatBlocks.load(dtype, buffer, position, stride, t, 0, n);
                Conversions.convert(t, 0, dst, at, n);
            }
            case INT64 -> {
                long[] t = Scratch.longs(n);
                IntegerBlocks.load(dtype, buffer, position, stride, t, 0, n);
                Conversions.convert(t, 0, dst, at, n);
            }
        }
    }

    /** Reads into longs; floating values are truncated. */
    public static void load(DType dtype, CpuBuffer buffer, long position, long stride, long[] dst, int at, int n) {
        switch (dtype) {
            case INT64 -> IntegerBlocks.load(dtype, buffer, position, stride, dst, at, n);
            case FLOAT32, FLOAT16, BFLOAT16 -> {
                float[] t = Scratch.floats(n);
                FloatBlocks.load(dtype, buffer, position, stride, t, 0, n);
                Conversions.convert(t, 0, dst, at, n);
            }
            case FLOAT64 -> {
                double[] t = Scratch.doubles(n);
                FloatBlocks.load(dtype, buffer, position, stride, t, 0, n);
                Conversions.convert(t, 0, dst, at, n);
            }
            case INT32, INT16, INT8, UINT8, BOOL -> {
                int[] t = Scratch.ints(n);
                IntegerBlocks.load(dtype, buffer, position, stride, t, 0, n);
                Conversions.convert(t, 0, dst, at, n);
            }
        }
    }

    /** Writes {@code n} floats of {@code src} from {@code at} on to {@code position} on, {@code stride} apart. */
    public static void store(DType dtype, CpuBuffer buffer, long position, long stride, float[] src, int at, int n) {
        switch (dtype) {
            case FLOAT32, FLOAT16, BFLOAT16 -> FloatBlocks.store(dtype, buffer, position, stride, src, at, n);
            case FLOAT64 -> {
                double[] t = Scratch.doubles(n);
                Conversions.convert(src, at, t, 0, n);
                FloatBlocks.store(dtype, buffer, position, stride, t, 0, n);
            }
            case INT64 -> {
                long[] t = Scratch.longs(n);
                Conversions.convert(src, at, t, 0, n);
                IntegerBlocks.store(dtype, buffer, position, stride, t, 0, n);
            }
            case INT32, INT16, INT8, UINT8 -> {
                int[] t = Scratch.ints(n);
                Conversions.convert(src, at, t, 0, n);
                IntegerBlocks.store(dtype, buffer, position, stride, t, 0, n);
            }
            case BOOL -> {
                int[] t = Scratch.ints(n);
                Conversions.truth(src, at, t, 0, n);
                IntegerBlocks.store(dtype, buffer, position, stride, t, 0, n);
            }
        }
    }

    /** Writes doubles. */
    public static void store(DType dtype, CpuBuffer buffer, long position, long stride, double[] src, int at, int n) {
        switch (dtype) {
            case FLOAT64 -> FloatBlocks.store(dtype, buffer, position, stride, src, at, n);
            case FLOAT32, FLOAT16, BFLOAT16 -> {
                float[] t = Scratch.floats(n);
                Conversions.convert(src, at, t, 0, n);
                FloatBlocks.store(dtype, buffer, position, stride, t, 0, n);
            }
            case INT64 -> {
                long[] t = Scratch.longs(n);
                Conversions.convert(src, at, t, 0, n);
                IntegerBlocks.store(dtype, buffer, position, stride, t, 0, n);
            }
            case INT32, INT16, INT8, UINT8 -> {
                int[] t = Scratch.ints(n);
                Conversions.convert(src, at, t, 0, n);
                IntegerBlocks.store(dtype, buffer, position, stride, t, 0, n);
            }
            case BOOL -> {
                int[] t = Scratch.ints(n);
                Conversions.truth(src, at, t, 0, n);
                IntegerBlocks.store(dtype, buffer, position, stride, t, 0, n);
            }
        }
    }

    /** Writes ints. */
    public static void store(DType dtype, CpuBuffer buffer, long position, long stride, int[] src, int at, int n) {
        switch (dtype) {
            case INT32, INT16, INT8, UINT8, BOOL -> IntegerBlocks.store(dtype, buffer, position, stride, src, at, n);
            case FLOAT32, FLOAT16, BFLOAT16 -> {
                float[] t = Scratch.floats(n);
                Conversions.convert(src, at, t, 0, n);
                FloatBlocks.store(dtype, buffer, position, stride, t, 0, n);
            }
            case FLOAT64 -> {
                double[] t = Scratch.doubles(n);
                Conversions.convert(src, at, t, 0, n);
                FloatBlocks.store(dtype, buffer, position, stride, t, 0, n);
            }
            case INT64 -> {
                long[] t = Scratch.longs(n);
                Conversions.convert(src, at, t, 0, n);
                IntegerBlocks.store(dtype, buffer, position, stride, t, 0, n);
            }
        }
    }

    /** Writes longs; narrower integers keep the lower bits. */
    public static void store(DType dtype, CpuBuffer buffer, long position, long stride, long[] src, int at, int n) {
        switch (dtype) {
            case INT64 -> IntegerBlocks.store(dtype, buffer, position, stride, src, at, n);
            case FLOAT32, FLOAT16, BFLOAT16 -> {
                float[] t = Scratch.floats(n);
                Conversions.convert(src, at, t, 0, n);
                FloatBlocks.store(dtype, buffer, position, stride, t, 0, n);
            }
            case FLOAT64 -> {
                double[] t = Scratch.doubles(n);
                Conversions.convert(src, at, t, 0, n);
                FloatBlocks.store(dtype, buffer, position, stride, t, 0, n);
            }
            case INT32, INT16, INT8, UINT8 -> {
                int[] t = Scratch.ints(n);
                Conversions.convert(src, at, t, 0, n);
                IntegerBlocks.store(dtype, buffer, position, stride, t, 0, n);
            }
            case BOOL -> {
                int[] t = Scratch.ints(n);
                Conversions.truth(src, at, t, 0, n);
                IntegerBlocks.store(dtype, buffer, position, stride, t, 0, n);
            }
        }
    }
}
