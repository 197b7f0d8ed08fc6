package dev.jgrad.io;

import dev.jgrad.data.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tensor as a pickle describes it: a window on a storage, checked to lie inside of it. Identity matters. */
final class TensorRecord {
    private static final int MAX_RANK = 255;

    private final StorageRecord storage;
    private final long offset;
    private final long[] sizes;
    private final long[] strides;
    private final boolean requiresGrad;

    private TensorRecord(StorageRecord storage, long offset, long[] sizes, long[] strides, boolean requiresGrad) {
        this.storage = storage;
        this.offset = offset;
        this.sizes = sizes;
        this.strides = strides;
        this.requiresGrad = requiresGrad;
    }

    /** The arguments of PyTorch's {@code _rebuild_tensor}: storage, offset, sizes, strides. */
    static TensorRecord of(List<@Nullable Object> arguments, boolean requiresGrad) {
        if (!(arguments.get(0) instanceof StorageRecord storage)
                || !(arguments.get(1) instanceof Long offset)
                || !(arguments.get(2) instanceof Object sizes)
                || !(arguments.get(3) instanceof Object strides)) {
            throw new FormatException("a tensor in its pickle has arguments of the wrong kind");
        }
        TensorRecord out = new TensorRecord(storage, offset, numbers(sizes), numbers(strides), requiresGrad);
        out.check();
        return out;
    }

    /** The same tensor with another flag. */
    TensorRecord withRequiresGrad(boolean flag) {
        TensorRecord out = new TensorRecord(storage, offset, sizes, strides, flag);
        out.check();
        return out;
    }

    static long[] numbers(Object value) {
        List<@Nullable Object> items = switch (value) {
            case Tuple tuple -> tuple.items();
            case Shape shape ->
                Arrays.stream(shape.toArray())
                        .<@Nullable Object>mapToObj(Long::valueOf)
                        .toList();
            default -> throw new FormatException("the sizes of a tensor in its pickle are no tuple");
        };
        if (items.size() > MAX_RANK) {
            throw new FormatException(
                    "a tensor in its pickle has " + items.size() + " dimensions, the limit is " + MAX_RANK);
        }
        long[] out = new long[items.size()];
        for (int i = 0; i < out.length; i++) {
            if (!(items.get(i) instanceof Long number) || number < 0) {
                throw new FormatException(
                        "the sizes of a tensor in its pickle are not whole numbers from 0 on: " + items);
            }
            out[i] = number;
        }
        return out;
    }

    private void check() {
        if (requiresGrad && !storage.dtype().isFloatingPoint()) {
            throw new FormatException("a tensor of " + storage.dtype() + " in its pickle requires a gradient");
        }
        if (sizes.length != strides.length || offset < 0 || offset > storage.elements()) {
            throw misfit();
        }
        try {
            long numel = 1;
            long last = offset;
            for (int d = 0; d < sizes.length; d++) {
                numel = Math.multiplyExact(numel, sizes[d]);
                last = Math.addExact(last, Math.multiplyExact(Math.max(sizes[d] - 1, 0), strides[d]));
            }
            Math.multiplyExact(numel, 8L);
            if (numel > 0 && last >= storage.elements()) {
                throw misfit();
            }
        } catch (ArithmeticException e) {
            throw misfit();
        }
    }

    private FormatException misfit() {
        return new FormatException("a tensor in its pickle reaches outside of its " + storage + ": sizes "
                + Arrays.toString(sizes) + ", strides " + Arrays.toString(strides) + ", offset " + offset
                + ", but there are "
                + storage.elements() + " elements");
    }

    StorageRecord storage() {
        return storage;
    }

    long offset() {
        return offset;
    }

    long[] sizes() {
        return sizes.clone();
    }

    long[] strides() {
        return strides.clone();
    }

    boolean requiresGrad() {
        return requiresGrad;
    }
}
