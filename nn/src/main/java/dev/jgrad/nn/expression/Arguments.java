package dev.jgrad.nn.expression;

import dev.jgrad.data.Shape;
import dev.jgrad.io.Tuple;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.Extent;
import dev.jgrad.nn.layer.OutputSize;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The arguments of a call, found by name after they were bound to a signature as Python binds them. */
final class Arguments {
    private final String function;
    private final Map<String, @Nullable Object> values;

    private Arguments(String function, Map<String, @Nullable Object> values) {
        this.function = function;
        this.values = values;
    }

    /** Binds evaluated arguments to a signature, itself written as a call: required names, then names with defaults. */
    static Arguments bind(
            String function, Call signature, List<@Nullable Object> given, Map<String, @Nullable Object> keywords) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(signature.keywords());
        List<String> names = new ArrayList<>();
        signature.arguments().forEach(name -> names.add(((Name) Objects.requireNonNull(name)).text()));
        int required = names.size();
        names.addAll(signature.keywords().keySet());
        if (given.size() > names.size()) {
            throw new ExpressionException(function + "() takes " + names.size() + " arguments but " + given.size()
                    + " were given; they are " + names);
        }
        Map<String, @Nullable Object> bound = new LinkedHashMap<>();
        for (int i = 0; i < given.size(); i++) {
            bound.put(names.get(i), given.get(i));
        }
        keywords.forEach((name, value) -> {
            if (!names.contains(name)) {
                throw new ExpressionException(
                        function + "() got an unexpected keyword argument '" + name + "'; it takes " + names);
            }
            if (bound.containsKey(name)) {
                throw new ExpressionException(function + "() got multiple values for argument '" + name + "'");
            }
            bound.put(name, value);
        });
        for (String name : names.subList(0, required)) {
            if (!bound.containsKey(name)) {
                throw new ExpressionException(function + "() missing required argument: '" + name + "'");
            }
        }
        values.putAll(bound);
        return new Arguments(function, values);
    }

    /** True where the signature has such a parameter, given or not. */
    boolean takes(String name) {
        return values.containsKey(name);
    }

    @Nullable
    Object get(String name) {
        return values.get(name);
    }

    long integer(String name) {
        return values.get(name) instanceof Long value ? value : wrong(name, "an integer");
    }

    int smallInteger(String name) {
        return Math.toIntExact(integer(name));
    }

    @Nullable
    Long integerOrNone(String name) {
        return values.get(name) == null ? null : Long.valueOf(integer(name));
    }

    double number(String name) {
        return values.get(name) instanceof Number value ? value.doubleValue() : wrong(name, "a number");
    }

    @Nullable
    Double numberOrNone(String name) {
        return values.get(name) == null ? null : Double.valueOf(number(name));
    }

    boolean flag(String name) {
        return values.get(name) instanceof Boolean value ? value : wrong(name, "True or False");
    }

    String text(String name) {
        return values.get(name) instanceof String value ? value : wrong(name, "a string");
    }

    boolean isText(String name) {
        return values.get(name) instanceof String;
    }

    Module module(String name) {
        return values.get(name) instanceof Module value ? value : wrong(name, "a module");
    }

    @Nullable
    Module moduleOrNone(String name) {
        return values.get(name) == null ? null : module(name);
    }

    /** An integer or a tuple of integers. */
    long[] integers(String name) {
        return switch (values.get(name)) {
            case Long value -> new long[] {value};
            case Tuple tuple -> integers(name, tuple.items());
            case List<?> list -> integers(name, list);
            case Shape shape -> shape.toArray();
            case null, default -> wrong(name, "an integer or a tuple of integers");
        };
    }

    private long[] integers(String name, List<?> items) {
        return items.stream()
                .mapToLong(item -> item instanceof Long value ? value : this.<Long>wrong(name, "a tuple of integers"))
                .toArray();
    }

    /** A number or a tuple of numbers. */
    double[] numbers(String name) {
        List<?> items = values.get(name) instanceof Tuple tuple
                ? tuple.items()
                : values.get(name) instanceof List<?> list ? list : List.of(number(name));
        return items.stream()
                .mapToDouble(item -> item instanceof Number value
                        ? value.doubleValue()
                        : this.<Double>wrong(name, "a tuple of numbers"))
                .toArray();
    }

    @Nullable
    Tensor tensorOrNone(String name) {
        return switch (values.get(name)) {
            case null -> null;
            case Tensor tensor -> tensor;
            default -> wrong(name, "a tensor");
        };
    }

    /** Those settings that were given as integers. */
    Set<String> integers() {
        Set<String> names = new LinkedHashSet<>();
        values.forEach((name, value) -> {
            // PyTorch makes a float of the factor itself.
            if (value instanceof Long && !name.equals("scale_factor")) {
                names.add(name);
            }
        });
        return names;
    }

    Extent extent(String name) {
        return values.get(name) instanceof Long ? Extent.of(integer(name)) : Extent.tuple(integers(name));
    }

    /** The extent, or another one where the argument is None. */
    Extent extentOr(String name, Extent other) {
        return values.get(name) == null ? other : extent(name);
    }

    OutputSize outputSize(String name) {
        if (values.get(name) instanceof Tuple tuple) {
            Long[] sizes = tuple.items().stream()
                    .map(item -> item == null
                            ? null
                            : item instanceof Long l ? l : this.<Long>wrong(name, "a tuple of integers"))
                    .toArray(Long[]::new);
            return OutputSize.tuple(sizes);
        }
        return OutputSize.of(integer(name));
    }

    <T> T wrong(String name, String expected) {
        throw new ExpressionException(
                function + "(): argument '" + name + "' must be " + expected + ", not " + values.get(name));
    }
}
