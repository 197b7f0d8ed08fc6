package dev.jgrad.it.printing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.data.Device;
import dev.jgrad.it.conformance.Conformance;
import dev.jgrad.it.conformance.ops.OperatorCalls;
import dev.jgrad.it.python.PythonEvaluator;
import dev.jgrad.it.python.PythonText;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Modules, optimizers and other values, built from the suite's expressions. */
class ReprGoldenTest {
    @TestFactory
    Stream<DynamicTest> reprs() {
        Path folder = Conformance.folder("printing");
        OperatorCalls operators = new OperatorCalls(folder.resolveSibling("ops"));
        return Conformance.lines(folder.resolve("reprs.jsonl")).stream()
                .map(one -> DynamicTest.dynamicTest(one.get("build").asText(), () -> check(one, operators)));
    }

    private static void check(JsonNode one, OperatorCalls operators) throws ReflectiveOperationException {
        Object value = new PythonEvaluator(operators)
                .with("p", Tensors.zeros(TensorOptions.REQUIRES_GRAD, 2))
                .with("q", Tensors.zeros(TensorOptions.REQUIRES_GRAD, 3))
                .evaluate(one.get("build").asText());
        assertEquals(one.get("text").asText(), asOnCpu(PythonText.of(value)));
    }

    /** The text without the device that tensors of another one name besides; what was recorded lay on the CPU. */
    private static String asOnCpu(String text) {
        Device device = Device.defaultDevice();
        String named = ", device='" + device + "'";
        int tensors = text.split("tensor\\(", -1).length - 1;
        if (device.isCpu() || tensors == 0) {
            return text;
        }
        assertEquals(tensors, text.split(Pattern.quote(named), -1).length - 1, () -> "devices named in " + text);
        return text.replace(named, "");
    }
}
