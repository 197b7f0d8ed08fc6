package dev.jgrad.it.conformance.ops;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PyTorch's names as Java has them: {@code nan_to_num} is {@code nanToNum}, {@code keepdim} is {@code keepDim}. */
final class Names {
    /** Parameters that PyTorch names differently from one operator to the next, by our one name. */
    private static final Map<String, List<String>> OTHERS = Map.ofEntries(
            Map.entry("self", List.of("input")),
            Map.entry("input", List.of("self")),
            Map.entry("a", List.of("self", "input")),
            Map.entry("dim", List.of("dims", "axis")),
            Map.entry("dims", List.of("dim", "axis")),
            Map.entry("sizes", List.of("size", "shape", "output_size", "split_size", "split_sizes")),
            Map.entry("size", List.of("split_size")),
            Map.entry("value", List.of("fill_value")),
            Map.entry("t", List.of("self", "input")),
            Map.entry("source", List.of("src")),
            Map.entry("strides", List.of("stride")),
            Map.entry("offset", List.of("storage_offset")),
            Map.entry("lambda", List.of("lambd")),
            Map.entry("condition", List.of("mask")));

    private Names() {}

    /** The method's name for an operator's: camel case, the underscore of an in-place operation kept. */
    static String camelCase(String name) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean joint = c == '_' && i > 0 && i < name.length() - 1 && out.charAt(out.length() - 1) != '_';
            if (joint) {
                out.append(Character.toUpperCase(name.charAt(++i)));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** Which of PyTorch's parameters a Java parameter is; null for none. */
    static @Nullable String match(String javaName, Signature signature) {
        for (Signature.Parameter p : signature.parameters()) {
            if (plain(p.name()).equals(plain(javaName))) {
                return p.name();
            }
        }
        for (String other : OTHERS.getOrDefault(javaName, List.of())) {
            if (signature.parameter(other) != null) {
                return other;
            }
        }
        return null;
    }

    /** Which keyword a Java parameter is; null for none. */
    static @Nullable String keyword(String javaName, Map<String, ?> keywords) {
        for (String k : keywords.keySet()) {
            if (plain(k).equals(plain(javaName))
                    || OTHERS.getOrDefault(javaName, List.of()).contains(k)) {
                return k;
            }
        }
        return null;
    }
}
