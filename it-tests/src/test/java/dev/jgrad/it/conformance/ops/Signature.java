package dev.jgrad.it.conformance.ops;

import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of PyTorch's signatures of an operator, as {@code signatures.json} gives it: parameter names and defaults. */
record Signature(List<Parameter> parameters) {
    /**
     * A parameter.
     *
     * @param keywordOnly true after {@code *}
     * @param fallback the default, decoded as arguments are; null also for None
     * @param optional true when there is a default
     */
    record Parameter(
            String name,
            boolean keywordOnly,
            boolean optional,
            @Nullable Object fallback) {}

    /** Reads {@code aten::sum(Tensor self, *, ScalarType? dtype=None) -> Tensor} or Python's own form; null if neither. */
    static @Nullable Signature parse(String text) {
        int open = text.indexOf('(');
        if (open < 0 || text.contains("*args")) {
            return null;
        }
        List<Parameter> parameters = new ArrayList<>();
        boolean keywordOnly = false;
        for (String part : parts(text, open + 1)) {
            if (part.equals("*")) {
                keywordOnly = true;
            } else if (part.contains("!)") && keywordOnly) {
                return null; // a place for the result: jgrad has no out=
            } else {
                parameters.add(parameter(part, keywordOnly));
            }
        }
        return new Signature(parameters);
    }

    private static Parameter parameter(String part, boolean keywordOnly) {
        int equals = part.lastIndexOf('=');
        String head = (equals < 0 ? part : part.substring(0, equals)).strip();
        int colon = head.indexOf(':');
        String name = colon >= 0 ? head.substring(0, colon).strip() : head.substring(head.lastIndexOf(' ') + 1);
        if (equals < 0) {
            return new Parameter(name, keywordOnly, false, null);
        }
        String literal = part.substring(equals + 1).strip();
        return Literals.known(literal)
                ? new Parameter(name, keywordOnly, true, Literals.parse(literal))
                : new Parameter(name, keywordOnly, false, null);
    }

    /** What stands between the commas of the parameter list. */
    private static List<String> parts(String text, int from) {
        List<String> out = new ArrayList<>();
        int depth = 0;
        int start = from;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(' || c == '[') {
                depth++;
            } else if (depth > 0 && (c == ')' || c == ']')) {
                depth--;
            } else if (depth == 0 && (c == ',' || c == ')')) {
                if (i > start) {
                    out.add(text.substring(start, i).strip());
                }
                start = i + 1;
                if (c == ')') {
                    break;
                }
            }
        }
        return out;
    }

    /** The arguments by parameter name, or null when the call does not fit. */
    @Nullable
    Map<String, @Nullable Object> bind(Call call) {
        Map<String, @Nullable Object> out = new java.util.LinkedHashMap<>();
        if (isVariadic(call)) {
            return bind(new Call(call.op(), call.variant(), List.of(call.args()), call.kwargs()));
        }
        int next = 0;
        for (Parameter p : parameters) {
            if (!p.keywordOnly && next < call.args().size()) {
                if (call.kwargs().containsKey(p.name)) {
                    return null; // given twice: another signature is meant
                }
                out.put(p.name, call.args().get(next++));
            } else if (call.kwargs().containsKey(p.name)) {
                out.put(p.name, call.kwargs().get(p.name));
            } else if (p.name.equals("self") && call.kwargs().containsKey("input")) {
                out.put(p.name, call.kwargs().get("input")); // Python's name for it
            } else if (!p.optional) {
                return null;
            }
        }
        if (next < call.args().size()) {
            return null;
        }
        for (String keyword : call.kwargs().keySet()) {
            // Creation functions take requires_grad in Python alone; the schema does not list it.
            if (keyword.equals("requires_grad") && parameter("pin_memory") != null) {
                out.put(keyword, call.kwargs().get(keyword));
            } else if (!out.containsKey(keyword) && !(keyword.equals("input") && out.containsKey("self"))) {
                return null;
            }
        }
        return out;
    }

    /** True when Python takes tensors one by one where the schema has a list: {@code torch.meshgrid(a, b)}. */
    private boolean isVariadic(Call call) {
        return !parameters.isEmpty()
                && parameters.getFirst().name.equals("tensors")
                && !call.args().isEmpty()
                && call.args().stream().allMatch(Tensor.class::isInstance);
    }

    /** The default of a parameter. */
    @Nullable
    Parameter parameter(String name) {
        return parameters.stream().filter(p -> p.name.equals(name)).findFirst().orElse(null);
    }
}
