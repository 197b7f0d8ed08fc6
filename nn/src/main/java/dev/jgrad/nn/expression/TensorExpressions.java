package dev.jgrad.nn.expression;

import dev.jgrad.data.DType;
import dev.jgrad.data.Shape;
import dev.jgrad.io.Tuple;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tensors among the settings of modules, such as the weights of classes: {@code torch.tensor([1., 2.])}. */
final class TensorExpressions {
    private TensorExpressions() {}

    /** A dtype by its name, {@code torch.float64}; null for any other name. */
    static @Nullable DType dtype(String name) {
        for (DType dtype : DType.values()) {
            if (name.equals(dtype.toString())) {
                return dtype;
            }
        }
        return switch (name) {
            case "torch.float" -> DType.FLOAT32;
            case "torch.double" -> DType.FLOAT64;
            case "torch.half" -> DType.FLOAT16;
            case "torch.long" -> DType.INT64;
            case "torch.int" -> DType.INT32;
            default -> null;
        };
    }

    /** The tensor or size of a call; null for other functions. */
    static @Nullable Object call(
            String function, List<@Nullable Object> arguments, Map<String, @Nullable Object> keywords) {
        DType dtype = keywords.get("dtype") instanceof DType d ? d : null;
        TensorOptions options = new TensorOptions(dtype, null, Boolean.TRUE.equals(keywords.get("requires_grad")));
        return switch (function) {
            case "torch.Size" -> Shape.of(sizes(arguments));
            case "torch.zeros" -> Tensors.zeros(options, sizes(arguments));
            case "torch.ones" -> Tensors.ones(options, sizes(arguments));
            case "torch.tensor" -> numbers(arguments, options);
            default -> null;
        };
    }

    /** What Python's {@code float} makes of a number or a text such as {@code 'inf'}. */
    static Double number(List<@Nullable Object> arguments) {
        Object given = arguments.size() == 1 ? arguments.getFirst() : null;
        String text = given instanceof String s ? s.strip().toLowerCase(Locale.ROOT) : String.valueOf(given);
        return switch (text) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "nan", "+nan", "-nan" -> Double.NaN;
            default -> {
                try {
                    yield Double.valueOf(text);
                } catch (NumberFormatException e) {
                    throw new ExpressionException("could not convert to float: " + given);
                }
            }
        };
    }

    private static long[] sizes(List<@Nullable Object> arguments) {
        List<?> items = arguments.isEmpty() ? null : items(arguments.getFirst());
        return (items == null ? arguments : items)
                .stream()
                        .mapToLong(size -> size instanceof Long value ? value : refuse("sizes are integers"))
                        .toArray();
    }

    private static long refuse(String why) {
        throw new ExpressionException(why);
    }

    private static @Nullable List<?> items(@Nullable Object value) {
        return value instanceof Tuple tuple ? tuple.items() : value instanceof List<?> list ? list : null;
    }

    private static Tensor numbers(List<@Nullable Object> arguments, TensorOptions options) {
        Object nested = arguments.isEmpty() ? null : arguments.getFirst();
        List<Long> shape = new ArrayList<>();
        for (List<?> level = items(nested); level != null; level = level.isEmpty() ? null : items(level.getFirst())) {
            shape.add((long) level.size());
        }
        List<Number> flat = new ArrayList<>();
        flatten(nested, flat);
        long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
        if (!flat.isEmpty() && flat.stream().allMatch(Long.class::isInstance)) {
            return Tensors.tensor(
                    options, flat.stream().mapToLong(Number::longValue).toArray(), sizes);
        }
        return Tensors.tensor(
                options, flat.stream().mapToDouble(Number::doubleValue).toArray(), sizes);
    }

    private static void flatten(@Nullable Object nested, List<Number> flat) {
        List<?> items = items(nested);
        if (items != null) {
            items.forEach(item -> flatten(item, flat));
        } else if (nested instanceof Number number) {
            flat.add(number);
        } else {
            throw new ExpressionException("torch.tensor() takes numbers here, not " + nested);
        }
    }
}
