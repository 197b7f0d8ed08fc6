package dev.jgrad.it.conformance.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.tensor.Out;
import dev.jgrad.tensor.Tensor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds and calls the public method that stands for one of PyTorch's operators. */
final class Operators {
    private final Map<String, List<Signature>> signatures = new HashMap<>();
    private final Map<String, List<Candidate>> candidates = new HashMap<>();

    /** Takes the content of {@code signatures.json}. */
    Operators(JsonNode table) {
        table.properties().forEach(e -> {
            List<Signature> list = new ArrayList<>();
            e.getValue()
                    .forEach(s ->
                            Optional.ofNullable(Signature.parse(s.asText())).ifPresent(list::add));
            signatures.put(e.getKey(), list);
        });
    }

    /**
     * Calls an operator.
     *
     * @throws NoSuchMethodException when jgrad has no such method, or none that takes these arguments
     * @throws InvocationTargetException when the method throws
     */
    @Nullable
    Object call(Call written) throws NoSuchMethodException, InvocationTargetException {
        Object out = written.kwargs().get("out");
        if (out != null) {
            Map<String, @Nullable Object> rest = new HashMap<>(written.kwargs());
            rest.remove("out");
            return into(out, plain(new Call(written.op(), written.variant(), written.args(), rest)));
        }
        return plain(written);
    }

    /** {@code out=} is {@link Out} in Java. */
    private static Object into(Object out, @Nullable Object result) throws InvocationTargetException {
        try {
            if (out instanceof List<?> several) {
                List<Tensor> places = several.stream().map(Tensor.class::cast).toList();
                return Out.into(
                        places,
                        () -> Results.flatten(result).stream()
                                .map(Tensor.class::cast)
                                .toList());
            }
            return Out.into((Tensor) out, () -> (Tensor) Objects.requireNonNull(result));
        } catch (RuntimeException e) {
            throw new InvocationTargetException(e);
        }
    }

    private @Nullable Object plain(Call written) throws NoSuchMethodException, InvocationTargetException {
        Call call = SpecialCalls.withTensorFirst(Supplements.resolve(written));
        SpecialCalls.Form special = SpecialCalls.FORMS.get(call.op());
        if (special != null) {
            return SpecialCalls.call(special, call);
        }
        Candidate.Bound bound = bind(call);
        try {
            Object self = bound.arguments().length == bound.method().getParameterCount() ? null : bound.arguments()[0];
            int from = bound.arguments().length - bound.method().getParameterCount();
            Object[] arguments = Arrays.copyOfRange(bound.arguments(), from, bound.arguments().length);
            Object result = bound.method().invoke(self, arguments);
            return bound.method().getReturnType() == void.class ? self : result;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private Candidate.Bound bind(Call call) throws NoSuchMethodException {
        List<Candidate> all = candidates.computeIfAbsent(call.op() + " " + call.variant(), k -> find(call));
        if (all.isEmpty()) {
            throw new NoSuchMethodException("jgrad lacks " + call.op());
        }
        Candidate.@Nullable Bound best = null;
        for (Signature s : signatures(call.op())) {
            Map<String, @Nullable Object> given = s.bind(call);
            if (given != null) {
                for (Candidate c : all) {
                    best = cheaper(best, c.byName(s, given));
                    best = cheaper(best, c.byOrder(s, given));
                }
            }
        }
        for (Candidate c : all) {
            best = cheaper(best, c.byPosition(call));
        }
        if (best == null) {
            throw new NoSuchMethodException("no overload of " + call.op() + " takes " + describe(call));
        }
        return best;
    }

    /** Signatures of the operator; those of a form that a flag chose are its operator's. */
    private List<Signature> signatures(String op) {
        String plain = op.replaceAll("_(with_indices|as_tuple)$", "");
        List<Signature> all = new ArrayList<>(signatures.getOrDefault(plain, List.of()));
        if (all.isEmpty()) {
            all.addAll(KnownSignatures.of(plain));
        }
        all.addAll(Supplements.of(plain));
        return all;
    }

    private static Candidate.@Nullable Bound cheaper(Candidate.@Nullable Bound a, Candidate.@Nullable Bound b) {
        return a == null || b != null && b.cost() < a.cost() ? b : a;
    }

    private static String describe(Call call) {
        List<String> parts = new ArrayList<>();
        call.args().forEach(a -> parts.add(describe(a)));
        call.kwargs().forEach((k, v) -> parts.add(k + "=" + describe(v)));
        return "(" + String.join(", ", parts) + ")";
    }

    private static String describe(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Tensor t -> t.dtype() + t.shape().toString();
            case List<?> l -> l.stream().map(Operators::describe).toList().toString();
            default -> value.toString();
        };
    }

    private static List<Candidate> find(Call call) {
        return PublicMethods.of(call.namespace(), call.name(), call.variant().equals("function")).stream()
                .map(Candidate::new)
                .toList();
    }

    /** The names of operators that the suite has signatures for. */
    List<String> names() {
        return signatures.keySet().stream().filter(Objects::nonNull).sorted().toList();
    }
}
