package dev.jgrad.cpu.kernels.index;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.Native;
import dev.jgrad.data.DType;

/** Carries single elements, as raw bits, between any places of a buffer and an array. */
public final class Elements {
    private Elements() {}

    /** Reads the bits of the elements at {@code n} positions. */
    public static void get(DType dtype, CpuBuffer buffer, long[] position, long[] bits, int n) {
        switch (buffer.array(dtype)) {
            case null -> get(dtype.byteSize(), buffer.nativeAddress(), position, bits, n);
            case float[] a -> {
                for (int i = 0; i < n; i++) {
                    bits[i] = Float.floatToRawIntBits(a[(int) position[i]]);
                }
            }
            case int[] a -> {
                for (int i = 0; i < n; i++) {
                    bits[i] = a[(int) position[i]];
                }
            }
            case double[] a -> {
                for (int i = 0; i < n; i++) {
                    bits[i] = Double.doubleToRawLongBits(a[(int) position[i]]);
                }
            }
            case long[] a -> {
                for (int i = 0; i < n; i++) {
                    bits[i] = a[(int) position[i]];
                }
            }
            case short[] a -> {
                for (int i = 0; i < n; i++) {
                    bits[i] = a[(int) position[i]];
                }
            }
            case byte[] a -> {
                for (int i = 0; i < n; i++) {
                    bits[i] = a[(int) position[i]];
                }
            }
            default -> throw new AssertionError(dtype);
        }
    }

    private static void get(int byteSize, long address, long[] position, long[] bits, int n) {
        switch (byteSize) {
            case 4 -> {
                for (int i = 0; i < n; i++) {
                    bits[i] = Native.ALL.get(Native.INT, address + position[i] * 4);
                }
            }
            case 8 -> {
                for (int i = 0; i < n; i++) {
                    bits[i] = Native.ALL.get(Native.LONG, address + position[i] * 8);
                }
            }
            case 2 -> {
                for (int i = 0; i < n; i++) {
                    bits[i] = Native.ALL.get(Native.SHORT, address + position[i] * 2);
                }
            }
            case 1 -> {
                for (int i = 0; i < n; i++) {
                    bits[i] = Native.ALL.get(Native.BYTE, address + position[i] * 1);
                }
            }
            default -> throw new AssertionError(byteSize);
        }
    }

    /** Writes bits to the elements at {@code n} positions, in order. */
    public static void set(DType dtype, CpuBuffer buffer, long[] position, long[] bits, int n) {
        switch (buffer.array(dtype)) {
            case null -> set(dtype.byteSize(), buffer.nativeAddress(), position, bits, n);
            case float[] a -> {
                for (int i = 0; i < n; i++) {
                    a[(int) position[i]] = Float.intBitsToFloat((int) bits[i]);
                }
            }
            case int[] a -> {
                for (int i = 0; i < n; i++) {
                    a[(int) position[i]] = (int) bits[i];
                }
            }
            case double[] a -> {
                for (int i = 0; i < n; i++) {
                    a[(int) position[i]] = Double.longBitsToDouble(bits[i]);
                }
            }
            case long[] a -> {
                for (int i = 0; i < n; i++) {
                    a[(int) position[i]] = bits[i];
                }
            }
            case short[] a -> {
                for (int i = 0; i < n; i++) {
                    a[(int) position[i]] = (short) bits[i];
                }
            }
            case byte[] a -> {
                for (int i = 0; i < n; i++) {
                    a[(int) position[i]] = (byte) bits[i];
                }
            }
            default -> throw new AssertionError(dtype);
        }
    }

    private static void set(int byteSize, long address, long[] position, long[] bits, int n) {
        switch (byteSize) {
            case 4 -> {
                for (int i = 0; i < n; i++) {
                    Native.ALL.set(Native.INT, address + position[i] * 4, (int) bits[i]);
                }
            }
            case 8 -> {
                for (int i = 0; i < n; i++) {
                    Native.ALL.set(Native.LONG, address + position[i] * 8, bits[i]);
                }
            }
            case 2 -> {
                for (int i = 0; i < n; i++) {
                    Native.ALL.set(Native.SHORT, address + position[i] * 2, (short) bits[i]);
                }
            }
            case 1 -> {
                for (int i = 0; i < n; i++) {
                    Native.ALL.set(Native.BYTE, address + position[i] * 1, (byte) bits[i]);
                }
            }
            default -> throw new AssertionError(byteSize);
        }
    }

    /** Fills an array with positions at equal distances. */
    public static void spread(long[] position, long first, long stride, int n) {
        for (int i = 0; i < n; i++) {
            position[i] = first + i * stride;
        }
    }
}
