package dev.jgrad.it.printing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.autograd.Guard;
import dev.jgrad.data.Device;
import dev.jgrad.it.conformance.Conformance;
import dev.jgrad.it.conformance.ops.OperatorCalls;
import dev.jgrad.it.conformance.ops.TensorStore;
import dev.jgrad.tensor.PrintOptions;
import dev.jgrad.tensor.Tensor;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every line of the shared suite prints as PyTorch printed it. */
class PrintedTensorGoldenTest {
    @TestFactory
    Stream<DynamicTest> everyLine() {
        Path folder = Conformance.folder("printing");
        TensorStore store = new TensorStore(folder, Device.CPU);
        OperatorCalls operators = new OperatorCalls(folder.resolveSibling("ops"));
        return Conformance.lines(folder.resolve("tensors.jsonl")).stream()
                .map(line -> dynamicTest(line.get("id").textValue(), () -> check(line, store, operators)))
                .onClose(store::close);
    }

    private static void check(JsonNode line, TensorStore store, OperatorCalls operators)
            throws ReflectiveOperationException {
        Tensor tensor = line.has("build") ? operators.result(line.get("build"), store) : store.tagged(line);
        try (Guard _ = PrintOptions.use(options(line.path("printoptions")))) {
            assertEquals(line.get("text").textValue(), tensor.toString());
        }
    }

    private static PrintOptions options(JsonNode wanted) {
        PrintOptions d = PrintOptions.profile(wanted.path("profile").asText("default"));
        JsonNode threshold = wanted.path("threshold");
        return new PrintOptions(
                wanted.path("precision").asInt(d.precision()),
                threshold.isTextual() || threshold.isDouble() && threshold.asDouble() > 1e18
                        ? Long.MAX_VALUE
                        : threshold.asLong(d.threshold()),
                wanted.path("edgeitems").asInt(d.edgeItems()),
                wanted.path("linewidth").asInt(d.lineWidth()),
                wanted.hasNonNull("sci_mode") ? (Boolean) wanted.get("sci_mode").booleanValue() : null);
    }
}
