package dev.jgrad.it.conformance.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call as Python writes it.
 *
 * @param op PyTorch's name
 * @param variant function, method or property
 * @param args positional arguments
 * @param kwargs keyword arguments
 */
record Call(String op, String variant, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
    /** The call of a case, its tensors loaded. */
    static Call of(JsonNode c, TensorStore store) {
        Values values = new Values(store);
        List<@Nullable Object> args = new ArrayList<>();
        c.get("args").forEach(a -> args.add(values.decode(a)));
        Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
        c.get("kwargs").properties().forEach(e -> kwargs.put(e.getKey(), values.decode(e.getValue())));
        return new Call(c.get("op").asText(), c.get("variant").asText(), args, kwargs);
    }

    /** The first argument as a tensor. */
    Tensor self() {
        return tensor(0);
    }

    /** A positional argument as a tensor. */
    Tensor tensor(int i) {
        return (Tensor) java.util.Objects.requireNonNull(args.get(i));
    }

    /** What a path like {@code args.1.2} or {@code kwargs.weight} leads to. */
    Tensor at(String path) {
        String[] parts = path.split("\\.");
        Object value = parts[0].equals("args") ? args.get(Integer.parseInt(parts[1])) : kwargs.get(parts[1]);
        for (int i = 2; i < parts.length; i++) {
            value = ((List<?>) java.util.Objects.requireNonNull(value)).get(Integer.parseInt(parts[i]));
        }
        return (Tensor) java.util.Objects.requireNonNull(value);
    }

    /** The operator's last name: {@code conv2d} of {@code nn.functional.conv2d}. */
    String name() {
        return op.substring(op.lastIndexOf('.') + 1);
    }

    /** What stands before it: {@code nn.functional}, or nothing. */
    String namespace() {
        int dot = op.lastIndexOf('.');
        return dot < 0 ? "" : op.substring(0, dot);
    }
}
