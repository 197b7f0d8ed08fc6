package dev.jgrad.cpu.onednn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All that a primitive depends on. Arrays are not written to after the key was made.
 *
 * @param operation what it computes
 * @param threads how many threads it was made for; oneDNN cuts the work up when a primitive is created
 * @param tensors formats of its operands: {@link TensorFormat} or {@link Format}
 * @param numbers strides, paddings, flags, bits of floats
 */
record PrimitiveKey(String operation, int threads, @Nullable Object[] tensors, long[] numbers) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PrimitiveKey k
                && threads == k.threads
                && operation.equals(k.operation)
                && Arrays.equals(numbers, k.numbers)
                && Arrays.equals(tensors, k.tensors);
    }

    @Override
    public int hashCode() {
        return ((operation.hashCode() * 31 + threads) * 31 + Arrays.hashCode(numbers)) * 31 + Arrays.hashCode(tensors);
    }

    @Override
    public String toString() {
        return operation + " of " + Arrays.toString(tensors) + ", parameters " + Arrays.toString(numbers) + ", "
                + threads + " threads";
    }
}
