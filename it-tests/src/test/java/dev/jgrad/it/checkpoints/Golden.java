package dev.jgrad.it.checkpoints;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.data.DType;
import dev.jgrad.data.Shape;
import dev.jgrad.io.Tuple;
import dev.jgrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares a loaded value with its description in {@code expected.jsonl}. */
final class Golden {
    private final Map<String, Tensor> tensors;
    private final boolean ordered;

    /** @param ordered whether the keys of maps are in the order of the description, as in all but safetensors files */
    Golden(Map<String, Tensor> tensors, boolean ordered) {
        this.tensors = tensors;
        this.ordered = ordered;
    }

    void check(JsonNode expected, Object actual, String place) {
        String kind = expected.fieldNames().next();
        JsonNode content = expected.get(kind);
        switch (kind) {
            case "tensor" -> tensor(expected, actual, place);
            case "dict" -> dict(content, actual, place);
            case "list" -> list(content, assertInstanceOf(List.class, actual, place), place);
            case "tuple" ->
                list(content, assertInstanceOf(Tuple.class, actual, place).items(), place);
            case "set" ->
                assertEquals(
                        content.size(),
                        assertInstanceOf(Set.class, actual, place).size(),
                        place);
            case "size" -> assertEquals(Shape.of(longs(content)), actual, place);
            case "int" -> assertEquals(content.longValue(), actual, place);
            case "scalar" ->
                assertEquals(
                        content.isTextual()
                                ? Double.valueOf(content.textValue()
                                        .replace("inf", "Infinity")
                                        .replace("nan", "NaN"))
                                : (Double) content.doubleValue(),
                        actual,
                        place);
            case "bool" -> assertEquals(content.booleanValue(), actual, place);
            case "str" -> assertEquals(content.textValue(), actual, place);
            case "none" -> assertNull(actual, place);
            case "dtype" -> assertEquals(DType.of(content.textValue()), actual, place);
            case "bytes" -> {
                byte[] bytes = new byte[content.size()];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) content.get(i).intValue();
                }
                assertArrayEquals(bytes, assertInstanceOf(byte[].class, actual, place), place);
            }
            default -> fail(place + ": no comparison for " + kind);
        }
    }

    private void dict(JsonNode pairs, Object actual, String place) {
        Map<?, ?> map = assertInstanceOf(LinkedHashMap.class, actual, place);
        assertEquals(pairs.size(), map.size(), place);
        List<Object> keys = new ArrayList<>(map.keySet());
        for (int i = 0; i < pairs.size(); i++) {
            JsonNode expectedKey = pairs.get(i).get(0);
            Object key = ordered ? keys.get(i) : expectedKey.get("str").textValue();
            check(expectedKey, key, place + "/" + key);
            check(pairs.get(i).get(1), map.get(key), place + "/" + key);
        }
    }

    private void list(JsonNode items, List<?> actual, String place) {
        assertEquals(items.size(), actual.size(), place);
        for (int i = 0; i < items.size(); i++) {
            check(items.get(i), actual.get(i), place + "/" + i);
        }
    }

    private void tensor(JsonNode expected, Object actual, String place) {
        Tensor tensor = assertInstanceOf(Tensor.class, actual, place);
        assertEquals(DType.of(expected.get("dtype").textValue()), tensor.dtype(), place);
        assertArrayEquals(longs(expected.get("shape")), tensor.shape().toArray(), place);
        assertEquals(expected.path("requires_grad").asBoolean(false), tensor.requiresGrad(), place);
        assertTrue(tensor.isLeaf(), place);
        Tensor golden = tensors.get(expected.get("tensor").textValue());
        assertNotNull(golden, place);
        assertArrayEquals(bytes(golden), bytes(tensor), place);
    }

    static byte[] bytes(Tensor tensor) {
        byte[] out = new byte[(int) tensor.numel() * tensor.dtype().byteSize()];
        tensor.copyTo(MemorySegment.ofArray(out));
        return out;
    }

    private static long[] longs(JsonNode array) {
        long[] out = new long[array.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = array.get(i).longValue();
        }
        return out;
    }

    /** All tensors that share storage according to the description do, pairwise. */
    static void checkSharing(JsonNode groups, Object root) {
        for (JsonNode group : groups) {
            Tensor first = at(root, group.get(0).textValue());
            for (JsonNode path : group) {
                assertTrue(first.sharesStorageWith(at(root, path.textValue())), path.textValue());
            }
        }
    }

    private static Tensor at(Object root, String path) {
        Object value = root;
        for (String step : path.split("/")) {
            value = switch (value) {
                case Map<?, ?> map -> map.containsKey(step) ? map.get(step) : map.get(Long.valueOf(step));
                case List<?> list -> list.get(Integer.parseInt(step));
                default -> fail(path);
            };
        }
        return (Tensor) value;
    }
}
