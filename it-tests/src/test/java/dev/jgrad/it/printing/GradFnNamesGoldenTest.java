package dev.jgrad.it.printing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.autograd.Edge;
import dev.jgrad.autograd.Node;
import dev.jgrad.it.conformance.Conformance;
import dev.jgrad.it.conformance.ops.OperatorCalls;
import dev.jgrad.it.python.PythonEvaluator;
import dev.jgrad.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The nodes of expressions and of their inputs have PyTorch's names and order. */
class GradFnNamesGoldenTest {
    @TestFactory
    Stream<DynamicTest> names() {
        Path folder = Conformance.folder("printing");
        OperatorCalls operators = new OperatorCalls(folder.resolveSibling("ops"));
        return Conformance.lines(folder.resolve("grad_fn_names.jsonl")).stream()
                .map(one -> DynamicTest.dynamicTest(one.get("id").asText(), () -> check(one, operators)));
    }

    private static void check(JsonNode one, OperatorCalls operators) throws ReflectiveOperationException {
        PythonEvaluator python = new PythonEvaluator(operators);
        for (var variable : one.get("setup").properties()) {
            python.with(variable.getKey(), python.evaluate(variable.getValue().asText()));
        }
        Tensor result = (Tensor) python.evaluate(one.get("expr").asText());
        Node node = java.util.Objects.requireNonNull(result).gradFn();
        String expr = one.get("expr").asText();
        assertEquals(one.get("is_leaf").asBoolean(), result.isLeaf(), expr);
        assertEquals(text(one.get("grad_fn")), node == null ? null : node.name(), expr);
        List<@Nullable String> expected = new ArrayList<>();
        one.get("next_functions").forEach(n -> expected.add(text(n)));
        assertEquals(expected, inputs(node), expr);
    }

    private static @Nullable String text(JsonNode name) {
        return name.isNull() ? null : name.asText();
    }

    private static List<@Nullable String> inputs(@Nullable Node node) {
        List<@Nullable String> names = new ArrayList<>();
        if (node != null) {
            for (Edge edge : node.nextFunctions()) {
                names.add(edge.node() == null ? null : edge.node().name());
            }
        }
        return names;
    }
}
