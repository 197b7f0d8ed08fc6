package dev.jgrad.it.python;

import dev.jgrad.io.Tuple;
import dev.jgrad.nn.Parameter;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as Python writes them. */
public final class PythonText {
    /** The keys of an ordered dictionary. */
    record Keys(List<?> keys) {}

    /** A parameter, which is a tensor in Java. */
    record ParameterOf(Tensor tensor) {}

    /** A device, which need not be there to be printed. */
    record DeviceOf(String name) {}

    private static final Pattern FIELD = Pattern.compile("\\{\\{|}}|\\{(\\d*)(?::([^}]*))?}");

    private PythonText() {}

    /** What {@code repr} gives; a text itself is not quoted. */
    public static String of(@Nullable Object value) {
        return value instanceof String s ? s : part(value);
    }

    private static String part(@Nullable Object value) {
        return switch (value) {
            case Keys k -> "odict_keys(" + part(k.keys) + ")";
            case DeviceOf d -> {
                String[] parts = d.name.split(":");
                yield "device(type='" + parts[0] + "'" + (parts.length > 1 ? ", index=" + parts[1] : "") + ")";
            }
            case ParameterOf p -> Parameter.toString(p.tensor);
            case Tuple t ->
                t.items().stream()
                        .map(PythonText::part)
                        .collect(Collectors.joining(", ", "(", t.size() == 1 ? ",)" : ")"));
            case List<?> l -> l.stream().map(PythonText::part).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> m ->
                m.entrySet().stream()
                        .map(e -> part(e.getKey()) + ": " + part(e.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case String s -> Repr.of(s);
            case Boolean b -> Repr.of((boolean) b);
            case Double d -> Repr.of((double) d);
            case null -> "None";
            default -> value.toString();
        };
    }

    /** {@code '{:.3f} {0}'.format(…)}. */
    static String format(String text, List<@Nullable Object> arguments) {
        StringBuilder out = new StringBuilder();
        Matcher m = FIELD.matcher(text);
        int next = 0;
        while (m.find()) {
            String replacement = m.group();
            if (replacement.equals("{{") || replacement.equals("}}")) {
                replacement = replacement.substring(1);
            } else {
                int at = m.group(1).isEmpty() ? next++ : Integer.parseInt(m.group(1));
                replacement = one(arguments.get(at), m.group(2) == null ? "" : m.group(2));
            }
            m.appendReplacement(out, Matcher.quoteReplacement(replacement));
        }
        return m.appendTail(out).toString();
    }

    private static String one(@Nullable Object value, String spec) {
        if (value instanceof Tensor t) {
            return t.format(spec);
        }
        if (spec.isEmpty()) {
            return of(value);
        }
        throw new IllegalArgumentException("cannot format " + value + " as " + spec);
    }
}
