package dev.jgrad.it.fuzz;

import dev.jgrad.data.Shape;
import dev.jgrad.tensor.TensorOptions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Arguments as Java writes them. */
final class Texts {
    private Texts() {}

    /** Further arguments of a call. */
    static String rest(long... values) {
        return Arrays.stream(values).mapToObj(v -> ", " + v).collect(Collectors.joining());
    }

    /** One argument that is no tensor. */
    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String s -> '"' + s + '"';
            case Double d when d.isNaN() -> "Double.NaN";
            case Double d when d.isInfinite() -> d > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
            case Long l -> l + "L";
            case long[] a -> "new long[] " + braces(Arrays.toString(a));
            case int[] a -> "new int[] " + braces(Arrays.toString(a));
            case double[] a -> "new double[] " + braces(Arrays.toString(a));
            case boolean[] a -> "new boolean[] " + braces(Arrays.toString(a));
            case Shape[] a -> Arrays.stream(a).map(Texts::of).collect(Collectors.joining(", "));
            case Shape s -> "Shape.of(" + inner(Arrays.toString(s.toArray())) + ")";
            case Long[] a -> "new Long[] " + braces(Arrays.toString(a));
            case TensorOptions o -> "TensorOptions.dtype(" + o.dtype() + ")";
            case List<?> l -> l.stream().map(Texts::of).collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }

    private static String braces(String list) {
        return "{" + inner(list) + "}";
    }

    private static String inner(String list) {
        return list.substring(1, list.length() - 1);
    }
}
