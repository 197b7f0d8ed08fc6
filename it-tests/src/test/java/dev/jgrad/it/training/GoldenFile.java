package dev.jgrad.it.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.data.DType;
import dev.jgrad.io.Safetensors;
import dev.jgrad.it.conformance.Conformance;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/** The cases of one file of the suite, and the tensors they name. */
final class GoldenFile {
    private final List<JsonNode> cases;
    private final Map<String, Tensor> tensors;

    GoldenFile(String name) {
        Path folder = Conformance.folder("training");
        cases = Conformance.lines(folder.resolve(name + ".jsonl"));
        tensors = Safetensors.load(folder.resolve(name + ".safetensors"));
    }

    /** A test for each case in each floating dtype it has results for. */
    Stream<DynamicTest> tests(BiConsumer<JsonNode, DType> test) {
        return cases.stream()
                .flatMap(one -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                        .map(dtype -> DynamicTest.dynamicTest(
                                one.get("id").asText() + " " + dtype.label(), () -> test.accept(one, dtype))));
    }

    /** The tensor under a key, floating ones in the dtype of the run. */
    Tensor tensor(JsonNode key, DType dtype) {
        Tensor tensor = tensor(key);
        Assertions.assertNotNull(tensor, () -> "no tensor " + key);
        return tensor.isFloatingPoint() ? tensor.to(dtype).clone() : tensor.clone();
    }

    /** The tensor under a key, on the device that the suite runs on. */
    Tensor tensor(JsonNode key) {
        Tensor tensor = tensors.get(key.asText());
        return tensor == null ? null : tensor.to(Devices.current());
    }

    /** Converts the module and gives it the recorded numbers. */
    void load(Module module, JsonNode state, DType dtype) {
        module.to(dtype);
        Map<String, Tensor> entries = new LinkedHashMap<>();
        state.properties().forEach(entry -> entries.put(entry.getKey(), tensor(entry.getValue())));
        module.loadStateDict(entries);
    }

    /** Adds a line to {@code failures} for each quantity that is not as recorded. */
    void compare(String what, JsonNode expected, Map<String, Tensor> actual, List<String> failures) {
        expected.properties().forEach(entry -> {
            Tensor value = actual.get(entry.getKey());
            String name = what + "." + entry.getKey();
            if (entry.getValue().isNull() != (value == null)) {
                failures.add(name + (value == null ? " is missing" : " should not be there"));
            } else if (value != null) {
                compare(name, entry.getValue(), value, failures);
            }
        });
    }

    void compare(String what, JsonNode expected, Tensor actual, List<String> failures) {
        Tensor wanted = tensor(expected.get("tensor"));
        if (!wanted.shape().equals(actual.shape())) {
            failures.add(what + " has shape " + actual.shape() + ", not " + wanted.shape());
            return;
        }
        double rtol = expected.path("rtol").asDouble();
        double atol = expected.path("atol").asDouble();
        double[] a = actual.detach().to(DType.FLOAT64).toDoubleArray();
        double[] e = wanted.to(DType.FLOAT64).toDoubleArray();
        double worst = 0;
        int at = -1;
        for (int i = 0; i < e.length; i++) {
            double excess = Math.abs(a[i] - e[i]) - atol - rtol * Math.abs(e[i]);
            if (Double.compare(a[i], e[i]) != 0 && !(excess <= worst)) {
                worst = excess;
                at = i;
            }
        }
        if (at >= 0) {
            failures.add(
                    what + "[" + at + "] is " + a[at] + ", not " + e[at] + " (rtol " + rtol + ", atol " + atol + ")");
        }
    }

    static void assertNone(List<String> failures) {
        Assertions.assertTrue(failures.isEmpty(), () -> String.join("\n", failures));
    }

    static List<String> failures() {
        return new ArrayList<>();
    }
}
