package dev.jgrad.nn.layer;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The size an adaptive pooling shall produce: one number for all dimensions, or one per dimension, null for the size of the
 * input.
 */
public final class OutputSize {
    private final List<@Nullable Long> sizes;

    private final boolean tuple;

    private OutputSize(List<@Nullable Long> sizes, boolean tuple) {
        this.sizes = sizes;
        this.tuple = tuple;
    }

    /** One number for all dimensions, or one per dimension. */
    public static OutputSize of(long... sizes) {
        return ofNullable(Arrays.stream(sizes).boxed().toArray(Long[]::new));
    }

    /** The same, null where the size of the input is kept. */
    public static OutputSize ofNullable(@Nullable Long... sizes) {
        if (sizes.length == 0) {
            throw new ArgumentException("output_size needs at least one number");
        }
        return new OutputSize(Collections.unmodifiableList(new ArrayList<>(Arrays.asList(sizes))), sizes.length > 1);
    }

    /** The same, but one size alone prints as Python's {@code (2,)}. */
    public static OutputSize tuple(@Nullable Long... sizes) {
        return new OutputSize(ofNullable(sizes).sizes, true);
    }

    long[] resolve(Tensor input, int dims) {
        if (sizes.size() != 1 && sizes.size() != dims) {
            throw new ArgumentException("expected one output size or " + dims + ", got " + this);
        }
        long[] resolved = new long[dims];
        for (int i = 0; i < dims; i++) {
            Long size = sizes.get(sizes.size() == 1 ? 0 : i);
            resolved[i] = Objects.requireNonNullElseGet(size, sizeOf(input, i - dims)::longValue);
        }
        return resolved;
    }

    private static Long sizeOf(Tensor input, int dim) {
        return input.dim() >= -dim ? input.size(dim) : 1L;
    }

    @Override
    public String toString() {
        String inner = sizes.stream()
                .map(size -> size == null ? "None" : size.toString())
                .collect(Collectors.joining(", "));
        return !tuple ? inner : sizes.size() == 1 ? "(" + inner + ",)" : "(" + inner + ")";
    }
}
