package dev.jgrad.cpu;

import dev.jgrad.data.DType;
import java.lang.foreign.MemorySegment;

/** The primitive array types that hold the elements of each dtype on the heap. */
final class Carriers {
    private Carriers() {}

    static Object allocate(DType dtype, int length) {
        return switch (dtype) {
            case FLOAT32 -> new float[length];
            case FLOAT64 -> new double[length];
            case INT64 -> new long[length];
            case INT32 -> new int[length];
            case FLOAT16, BFLOAT16, INT16 -> new short[length];
            case INT8, UINT8, BOOL -> new byte[length];
        };
    }

    static boolean matches(DType dtype, Object array) {
        return switch (dtype) {
            case FLOAT32 -> array instanceof float[];
            case FLOAT64 -> array instanceof double[];
            case INT64 -> array instanceof long[];
            case INT32 -> array instanceof int[];
            case FLOAT16, BFLOAT16, INT16 -> array instanceof short[];
            case INT8, UINT8, BOOL -> array instanceof byte[];
        };
    }

    /** For bulk copies only: loops never see a segment over an array. */
    static MemorySegment segment(Object array) {
        return switch (array) {
            case float[] a -> MemorySegment.ofArray(a);
            case double[] a -> MemorySegment.ofArray(a);
            case long[] a -> MemorySegment.ofArray(a);
            case int[] a -> MemorySegment.ofArray(a);
            case short[] a -> MemorySegment.ofArray(a);
            case byte[] a -> MemorySegment.ofArray(a);
            default -> throw new AssertionError(array.getClass());
        };
    }
}
