package dev.jgrad.it.conformance.ops;

import dev.jgrad.data.DType;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.lang.reflect.Array;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Python argument as a Java argument, as the compiler or a user would convert it.
 *
 * @param value what is passed
 * @param cost 0 for the same type; more, the less natural the conversion: an overload of lower cost is meant
 */
record Conversion(@Nullable Object value, int cost) {
    /** The argument for a parameter of this type, or null when there is none. */
    static @Nullable Conversion to(Class<?> type, @Nullable Object value) {
        if (value == null) {
            // A flag whose default is None is off: align_corners.
            return type == boolean.class
                    ? new Conversion(false, 1)
                    : type.isPrimitive() ? null : new Conversion(null, 1);
        }
        if (type == double.class || type == Double.class) {
            return switch (value) {
                case Double d -> new Conversion(d, 0);
                case Long l -> new Conversion((double) l, 1);
                case Boolean b -> new Conversion(b ? 1.0 : 0.0, 3);
                default -> null;
            };
        }
        if (type == long.class || type == Long.class) {
            return switch (value) {
                case Long l -> new Conversion(l, 0);
                case Boolean b -> new Conversion(b ? 1L : 0L, 2);
                default -> null;
            };
        }
        if (type == int.class || type == Integer.class) {
            return value instanceof Long l && (int) (long) l == l ? new Conversion((int) (long) l, 0) : null;
        }
        if (type == boolean.class || type == Boolean.class) {
            return same(value, Boolean.class);
        }
        if (type == Tensor.class && value instanceof Boolean b) {
            return new Conversion(Tensors.scalar((boolean) b), 1); // Java has no boolean numbers in arithmetic
        }
        if (type == String.class || type == DType.class || type == Tensor.class) {
            return same(value, type);
        }
        if (type.isArray()) {
            return array(type.componentType(), value);
        }
        return type == List.class ? tensors(value, List::of) : null;
    }

    private static @Nullable Conversion same(Object value, Class<?> type) {
        return type.isInstance(value) ? new Conversion(value, 0) : null;
    }

    /** A list, or one value where Python takes {@code int[1]}. */
    private static @Nullable Conversion array(Class<?> component, Object value) {
        if (component == Tensor.class) {
            return tensors(value, t -> t);
        }
        List<?> elements = value instanceof List<?> l ? l : List.of(value);
        Object array = Array.newInstance(component, elements.size());
        int cost = value instanceof List<?> ? 0 : 1;
        for (int i = 0; i < elements.size(); i++) {
            Conversion element = to(component, elements.get(i));
            if (element == null) {
                return null;
            }
            Array.set(array, i, element.value);
            cost = Math.max(cost, element.cost);
        }
        return new Conversion(array, cost);
    }

    private static @Nullable Conversion tensors(Object value, Function<Tensor[], Object> form) {
        List<?> elements = value instanceof List<?> l ? l : List.of(value);
        if (!elements.stream().allMatch(Tensor.class::isInstance)) {
            return null;
        }
        return new Conversion(form.apply(elements.toArray(Tensor[]::new)), value instanceof List<?> ? 0 : 2);
    }
}
