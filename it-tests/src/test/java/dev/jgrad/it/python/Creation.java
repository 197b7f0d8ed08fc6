package dev.jgrad.it.python;

import dev.jgrad.data.DType;
import dev.jgrad.io.Tuple;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tensors out of sizes or nested lists. */
final class Creation {
    private Creation() {}

    /** Null when this is no function that makes a tensor of sizes or numbers. */
    static @Nullable Tensor of(
            String function, List<@Nullable Object> arguments, Map<String, @Nullable Object> keywords) {
        TensorOptions options = new TensorOptions(
                (DType) keywords.get("dtype"), null, Boolean.TRUE.equals(keywords.get("requires_grad")));
        return switch (function) {
            case "zeros" -> Tensors.zeros(options, sizes(arguments));
            case "ones" -> Tensors.ones(options, sizes(arguments));
            case "randn" -> Tensors.randn(options, sizes(arguments));
            case "rand" -> Tensors.rand(options, sizes(arguments));
            case "empty" -> Tensors.zeros(options, sizes(arguments));
            case "tensor" -> numbers(arguments.getFirst(), options);
            default -> null;
        };
    }

    private static long[] sizes(List<@Nullable Object> arguments) {
        List<?> all = items(arguments.isEmpty() ? List.of() : arguments.getFirst());
        return (all == null ? arguments : all).stream().mapToLong(v -> (Long) v).toArray();
    }

    private static @Nullable List<?> items(@Nullable Object value) {
        return value instanceof Tuple t ? t.items() : value instanceof List<?> l ? l : null;
    }

    private static Tensor numbers(@Nullable Object nested, TensorOptions options) {
        List<Long> sizes = new ArrayList<>();
        for (List<?> level = items(nested); level != null; level = level.isEmpty() ? null : items(level.getFirst())) {
            sizes.add((long) level.size());
        }
        List<Object> flat = new ArrayList<>();
        flatten(nested, flat);
        long[] shape = sizes.stream().mapToLong(Long::longValue).toArray();
        if (flat.stream().allMatch(Boolean.class::isInstance) && !flat.isEmpty()) {
            boolean[] v = new boolean[flat.size()];
            for (int i = 0; i < v.length; i++) {
                v[i] = (Boolean) flat.get(i);
            }
            return Tensors.tensor(options, v, shape);
        }
        if (flat.stream().allMatch(Long.class::isInstance) && !flat.isEmpty()) {
            return Tensors.tensor(
                    options, flat.stream().mapToLong(v -> (Long) v).toArray(), shape);
        }
        TensorOptions floating = options.dtype() == null ? options.withDType(DType.FLOAT32) : options;
        return Tensors.tensor(
                floating,
                flat.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray(),
                shape);
    }

    private static void flatten(@Nullable Object nested, List<Object> flat) {
        List<?> items = items(nested);
        if (items == null) {
            flat.add(java.util.Objects.requireNonNull(nested));
        } else {
            items.forEach(i -> flatten(i, flat));
        }
    }
}
