package dev.jgrad.tensor;

import dev.jgrad.data.DType;
import dev.jgrad.memory.HeapArrays;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The elements of a tensor that are printed, on the Java heap. Of a dimension that is summarised only both ends are
 * fetched, whatever the size of the tensor and wherever it is.
 */
final class PrintedValues {
    private final DType dtype;
    private final MemorySegment bytes;
    private final int count;

    private PrintedValues(DType dtype, MemorySegment bytes, int count) {
        this.dtype = dtype;
        this.bytes = bytes;
        this.count = count;
    }

    /**
     * Fetches elements.
     *
     * @param edge how many to take from both ends of a dimension with more than twice as many, or 0 for all
     */
    static PrintedValues of(Tensor tensor, int edge) {
        Tensor shown = edge == 0 ? tensor.detach() : ends(tensor.detach(), edge);
        int count = HeapArrays.length(shown.numel());
        int size = HeapArrays.length((long) count * tensor.dtype().byteSize());
        MemorySegment bytes = HeapArrays.within(() -> MemorySegment.ofArray(new byte[size]));
        shown.copyTo(bytes);
        return new PrintedValues(tensor.dtype(), bytes, count);
    }

    /** A view in which each long dimension has become two: which end, and the position in it. */
    private static Tensor ends(Tensor tensor, int edge) {
        long[] sizes = tensor.shape().toArray();
        long[] strides = tensor.stride();
        long[] newSizes = new long[2 * sizes.length];
        long[] newStrides = new long[2 * sizes.length];
        int rank = 0;
        for (int d = 0; d < sizes.length; d++) {
            boolean cut = sizes[d] > 2L * edge;
            if (cut) {
                newSizes[rank] = 2;
                newStrides[rank++] = (sizes[d] - edge) * strides[d];
            }
            newSizes[rank] = cut ? edge : sizes[d];
            newStrides[rank++] = strides[d];
        }
        return tensor.asStrided(
                java.util.Arrays.copyOf(newSizes, rank),
                java.util.Arrays.copyOf(newStrides, rank),
                tensor.storageOffset());
    }

    int count() {
        return count;
    }

    /** A floating element; float32 widens exactly. */
    double floating(int i) {
        return switch (dtype) {
            case FLOAT64 -> bytes.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i);
            case FLOAT32 -> bytes.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i);
            case FLOAT16 -> Float.float16ToFloat(bytes.getAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i));
            case BFLOAT16 -> Float.intBitsToFloat(bytes.getAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i) << 16);
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> throw new IllegalStateException(dtype.toString());
        };
    }

    /** An element of any other dtype. */
    String integral(int i) {
        return switch (dtype) {
            case INT64 -> Long.toString(bytes.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i));
            case INT32 -> Integer.toString(bytes.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i));
            case INT16 -> Short.toString(bytes.getAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i));
            case INT8 -> Byte.toString(bytes.get(ValueLayout.JAVA_BYTE, i));
            case UINT8 -> Integer.toString(bytes.get(ValueLayout.JAVA_BYTE, i) & 0xff);
            case BOOL -> bytes.get(ValueLayout.JAVA_BYTE, i) != 0 ? "True" : "False";
            case FLOAT64, FLOAT32, FLOAT16, BFLOAT16 -> throw new IllegalStateException(dtype.toString());
        };
    }
}
