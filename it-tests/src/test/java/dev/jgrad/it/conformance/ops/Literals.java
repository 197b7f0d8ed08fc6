package dev.jgrad.it.conformance.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The literals that stand as defaults in PyTorch's signatures. */
final class Literals {
    private static final Pattern FORM = Pattern.compile(
            "torch[.]strided|None|True|False|\\[[-0-9, ]*\\]|'[^']*'|\"[^\"]*\"|-?[0-9.]+(e[-+]?[0-9]+)?");

    private Literals() {}

    static boolean known(String text) {
        return FORM.matcher(text).matches();
    }

    static @Nullable Object parse(String text) {
        char first = text.charAt(0);
        if (text.equals("None") || text.startsWith("torch.")) {
            return null;
        }
        if (first == 'T' || first == 'F') {
            return text.equals("True");
        }
        if (first == '\'' || first == '"') {
            return text.substring(1, text.length() - 1);
        }
        if (first == '[') {
            List<@Nullable Object> out = new ArrayList<>();
            String inside = text.substring(1, text.length() - 1).strip();
            for (String part : inside.isEmpty() ? new String[0] : inside.split(",")) {
                out.add(Long.parseLong(part.strip()));
            }
            return out;
        }
        if (text.contains(".") || text.contains("e")) {
            return Double.parseDouble(text);
        }
        return Long.parseLong(text);
    }
}
