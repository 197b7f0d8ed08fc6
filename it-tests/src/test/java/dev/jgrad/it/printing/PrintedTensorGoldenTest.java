package dev.jgrad.it.printing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.autograd.Guard;
import dev.jgrad.data.DType;
import dev.jgrad.io.Safetensors;
import dev.jgrad.it.conformance.Conformance;
import dev.jgrad.tensor.PrintOptions;
import dev.jgrad.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every line of the shared suite prints as PyTorch printed it. */
class PrintedTensorGoldenTest {
    @TestFactory
    Stream<DynamicTest> everyLine() {
        Path folder = Conformance.folder("printing");
        Map<String, Tensor> tensors = Safetensors.load(folder.resolve("tensors.safetensors"));
        return Conformance.lines(folder.resolve("tensors.jsonl")).stream()
                .map(line -> dynamicTest(line.get("id").textValue(), () -> check(line, tensors)));
    }

    private static void check(JsonNode line, Map<String, Tensor> tensors) {
        Tensor tensor = line.has("build") ? BuiltTensor.of(line.get("build"), tensors) : view(line, tensors);
        try (Guard _ = PrintOptions.use(options(line.path("printoptions")))) {
            assertEquals(line.get("text").textValue(), tensor.toString());
        }
    }

    private static Tensor view(JsonNode line, Map<String, Tensor> tensors) {
        Tensor tensor = tensors.get(line.get("tensor").textValue())
                .to(DType.of(line.get("dtype").textValue()));
        for (JsonNode step : line.path("view")) {
            tensor = switch (step.get(0).textValue()) {
                case "transpose" ->
                    tensor.transpose(step.get(1).intValue(), step.get(2).intValue());
                case "slice" ->
                    tensor.slice(
                            step.get(1).intValue(),
                            step.get(2).longValue(),
                            step.get(3).longValue(),
                            step.get(4).longValue());
                case "expand" ->
                    tensor.expand(step.get(1).longValue(), step.get(2).longValue());
                default -> throw new IllegalArgumentException(step.toString());
            };
        }
        return line.get("requires_grad").booleanValue() ? tensor.detach().requiresGrad_() : tensor;
    }

    private static PrintOptions options(JsonNode wanted) {
        PrintOptions d = PrintOptions.DEFAULT;
        return new PrintOptions(
                wanted.path("precision").asInt(d.precision()),
                wanted.path("threshold").asLong(d.threshold()),
                wanted.path("edgeitems").asInt(d.edgeItems()),
                wanted.path("linewidth").asInt(d.lineWidth()),
                wanted.has("sci_mode") ? (Boolean) wanted.get("sci_mode").booleanValue() : null);
    }
}
