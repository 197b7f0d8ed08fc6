package dev.jgrad.it.conformance.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.autograd.Autograd;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs backward with the case's cotangents and compares the gradients of the inputs. */
final class GradientCheck {
    private final JsonNode c;
    private final TensorStore store;

    GradientCheck(JsonNode c, TensorStore store) {
        this.c = c;
        this.store = store;
    }

    /** Null when all gradients are as expected. */
    @Nullable
    String run(Call call, List<Object> results) {
        if (!c.hasNonNull("grads")) {
            return null;
        }
        List<Tensor> outputs = new ArrayList<>();
        List<Tensor> cotangents = new ArrayList<>();
        JsonNode keys = c.get("cotangents");
        for (int i = 0; i < results.size(); i++) {
            if (!keys.get(i).isNull()) {
                Tensor out = (Tensor) results.get(i);
                if (!out.requiresGrad()) {
                    return "output " + i + " does not require a gradient";
                }
                outputs.add(out);
                cotangents.add(store.byKey(keys.get(i).asText()));
            }
        }
        try {
            Autograd.backward(outputs, cotangents, Autograd.Options.DEFAULT, null);
        } catch (RuntimeException e) {
            StackTraceElement[] at = e.getStackTrace();
            return "backward: " + e + (at.length == 0 ? "" : " at " + at[0]);
        }
        return gradients(call);
    }

    private @Nullable String gradients(Call call) {
        Comparison comparison =
                new Comparison(c.get("grad_rtol").asDouble(), c.get("grad_atol").asDouble());
        for (var e : c.get("grads").properties()) {
            Tensor actual = call.at(e.getKey()).grad();
            String wrong;
            if (e.getValue().isNull()) {
                wrong = actual == null || actual.abs().sum().item() == 0 ? null : "not zero, expected none";
            } else if (actual == null) {
                wrong = "none";
            } else {
                wrong = comparison.difference(actual, store.byKey(e.getValue().asText()));
            }
            if (wrong != null) {
                return "gradient of " + e.getKey() + ": " + wrong;
            }
        }
        return null;
    }
}
