package dev.jgrad.it.conformance.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a case expects of the results and of the arguments after the call. */
final class Expectation {
    private final JsonNode c;
    private final TensorStore store;
    private final Comparison comparison;

    Expectation(JsonNode c, TensorStore store) {
        this.c = c;
        this.store = store;
        this.comparison =
                new Comparison(c.path("rtol").asDouble(), c.path("atol").asDouble());
    }

    /** Null when all results are as expected, in number and value. */
    @Nullable
    String outputs(List<Object> results) {
        JsonNode outputs = c.get("outputs");
        if (results.size() != outputs.size()) {
            return results.size() + " results, expected " + outputs.size();
        }
        for (int i = 0; i < results.size(); i++) {
            String wrong = result(results.get(i), outputs.get(i));
            if (wrong != null && !mayDiffer(results, i)) {
                return "output " + i + ": " + wrong;
            }
        }
        return null;
    }

    /**
     * Where elements are equal, an index may name another of them. Then the values beside it must be right, which {@link
     * #outputs} has looked at.
     */
    private boolean mayDiffer(List<Object> results, int i) {
        return i > 0
                && c.path("tie_sensitive").asBoolean()
                && results.get(i) instanceof Tensor index
                && results.getFirst() instanceof Tensor values
                && index.dtype().isIntegral()
                && index.shape().equals(values.shape());
    }

    private @Nullable String result(Object actual, JsonNode expected) {
        if (expected.has("tensor")) {
            return actual instanceof Tensor t
                    ? comparison.difference(t, store.tagged(expected).detach())
                    : "a " + actual.getClass().getSimpleName() + ", expected a tensor";
        }
        Object value = new Values(store).decode(expected);
        boolean same = actual instanceof Double a && value instanceof Number b
                ? comparison.close(a, b.doubleValue())
                : actual.equals(value) || actual instanceof Number a && value instanceof Long b && a.longValue() == b;
        return same ? null : actual + ", expected " + value;
    }

    /** Null when the arguments that the call changes have their new values. */
    @Nullable
    String mutations(Call call) {
        for (var e : c.path("mutated").properties()) {
            String wrong = comparison.difference(call.at(e.getKey()), store.tagged(e.getValue()));
            if (wrong != null) {
                return e.getKey() + " after the call: " + wrong;
            }
        }
        return null;
    }
}
