package dev.jgrad.it.conformance.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.data.DType;
import dev.jgrad.tensor.Index;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the tagged values of a case into Java: a tensor, a {@code Double}, {@code Long}, {@code Boolean}, {@code
 * String}, {@code DType}, an {@link Index}, a {@code List} of these, or null for {@code None}.
 */
final class Values {
    private final TensorStore store;

    Values(TensorStore store) {
        this.store = store;
    }

    /** One value. */
    @Nullable
    Object decode(JsonNode value) {
        if (value.has("tensor")) {
            return store.tagged(value);
        }
        String tag = value.fieldNames().next();
        JsonNode content = value.get(tag);
        return switch (tag) {
            case "scalar" -> number(content);
            case "int" -> content.asLong();
            case "bool" -> content.asBoolean();
            case "str" -> content.asText();
            case "none" -> null;
            case "ints" -> list(content, JsonNode::asLong);
            case "bools" -> list(content, JsonNode::asBoolean);
            case "scalars" -> list(content, Values::number);
            case "tensors", "list" -> list(content, this::decode);
            case "dtype" -> DType.of(content.asText());
            case "slice" -> new Index.Slice(part(content.get(0)), part(content.get(1)), step(content.get(2)));
            case "ellipsis" -> Index.ellipsis();
            default -> throw new IllegalArgumentException("no value " + value);
        };
    }

    private interface Element {
        @Nullable
        Object of(JsonNode node);
    }

    private static List<@Nullable Object> list(JsonNode array, Element element) {
        List<@Nullable Object> out = new ArrayList<>();
        for (JsonNode node : array) {
            out.add(element.of(node));
        }
        return out;
    }

    /** A floating number, JSON's three missing ones written as texts. */
    static Double number(JsonNode node) {
        return switch (node.asText()) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> node.asDouble();
        };
    }

    private static @Nullable Long part(JsonNode node) {
        return node.isNull() ? null : node.asLong();
    }

    private static long step(JsonNode node) {
        return node.isNull() ? 1 : node.asLong();
    }
}
