package dev.jgrad.nn;

import dev.jgrad.io.Tuple;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes values as Python's {@code repr} does, for settings of modules and optimizers. */
public final class Repr {
    private Repr() {}

    /** A float: {@code 1e-05}, {@code 0.1}, {@code 2.0}. */
    public static String of(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        String digits = shortest.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (value < 0 ? "-" : "")
                + mantissa
                + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /** {@code True} or {@code False}. */
    public static String of(boolean value) {
        return value ? "True" : "False";
    }

    /** A string in single quotes. */
    public static String of(String value) {
        return "'" + value + "'";
    }

    /** A tuple: {@code (3, 3)}, and {@code (5,)} with one element. */
    public static String tuple(long... values) {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ", ").append(values[i]);
        }
        return text.append(values.length == 1 ? ",)" : ")").toString();
    }

    /** Any value of a setting: null, boolean, number, text, tuple, list or map of such. */
    public static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean b -> of(b.booleanValue());
            case Float f -> of(f.doubleValue());
            case Double d -> of(d.doubleValue());
            case String s -> of(s);
            case long[] l -> tuple(l);
            case Tuple t -> "(" + joined(t.items()) + (t.size() == 1 ? ",)" : ")");
            case Collection<?> c -> "[" + joined(c) + "]";
            case Map<?, ?> m ->
                m.entrySet().stream()
                        .map(e -> of(e.getKey()) + ": " + of(e.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }

    private static String joined(Collection<?> values) {
        return values.stream().map(Repr::of).collect(Collectors.joining(", "));
    }
}
