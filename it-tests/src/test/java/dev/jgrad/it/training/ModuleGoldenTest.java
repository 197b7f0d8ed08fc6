package dev.jgrad.it.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.autograd.Autograd;
import dev.jgrad.data.DType;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.expression.ModuleExpression;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Layers: names of parameters, results, gradients, buffers after a step, results in evaluation. */
class ModuleGoldenTest {
    @TestFactory
    Stream<DynamicTest> modules() {
        GoldenFile file = new GoldenFile("modules");
        return file.tests((one, dtype) -> check(file, one, dtype));
    }

    private static void check(GoldenFile file, JsonNode one, DType dtype) {
        Module module = ModuleExpression.build(one.get("build").asText());
        assertEquals(
                texts(one.get("state_dict_keys")),
                List.copyOf(module.stateDict().keySet()));
        assertEquals(
                texts(one.get("parameters")),
                List.copyOf(module.namedParameters().keySet()));
        assertEquals(
                one.get("num_parameters").asLong(),
                module.parameters().stream().mapToLong(Tensor::numel).sum());
        file.load(module, one.get("initial_state"), dtype);
        JsonNode expected = one.get("expected").get(dtype.label());
        List<String> failures = GoldenFile.failures();

        List<Tensor> inputs = new ArrayList<>();
        for (JsonNode key : one.get("inputs")) {
            Tensor input = file.tensor(key, dtype);
            inputs.add(input.isFloatingPoint() ? input.requiresGrad_() : input);
        }
        List<Tensor> outputs = results(module, inputs);
        file.compare("outputs", expected.get("outputs"), numbered(outputs), failures);
        file.compare("state_after", expected.get("state_after"), copies(module.stateDict()), failures);

        // Positions beside the values of a pooling need none.
        List<Tensor> differentiable =
                outputs.stream().filter(Tensor::requiresGrad).toList();
        List<Tensor> cotangents = new ArrayList<>();
        expected.get("cotangents")
                .properties()
                .forEach(entry -> cotangents.add(file.tensor(entry.getValue().get("tensor"))));
        Autograd.backward(differentiable, cotangents, Autograd.Options.DEFAULT, null);
        file.compare("input_grads", expected.get("input_grads"), grads(numbered(inputs)), failures);
        file.compare("param_grads", expected.get("param_grads"), grads(module.namedParameters()), failures);

        module.eval();
        file.compare("eval_outputs", expected.get("eval_outputs"), numbered(results(module, inputs)), failures);
        GoldenFile.assertNone(failures);
    }

    private static List<Tensor> results(Module module, List<Tensor> inputs) {
        return module.callAll(new ArrayList<>(inputs)).stream()
                .filter(Objects::nonNull)
                .map(Tensor.class::cast)
                .toList();
    }

    static Map<String, Tensor> grads(Map<String, Tensor> tensors) {
        Map<String, Tensor> grads = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            Tensor grad = tensor.grad();
            if (grad != null) {
                grads.put(name, grad);
            }
        });
        return grads;
    }

    static Map<String, Tensor> copies(Map<String, Tensor> tensors) {
        Map<String, Tensor> copies = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> copies.put(name, tensor.detach().clone()));
        return copies;
    }

    private static Map<String, Tensor> numbered(List<Tensor> tensors) {
        Map<String, Tensor> numbered = new LinkedHashMap<>();
        for (int i = 0; i < tensors.size(); i++) {
            numbered.put(Integer.toString(i), tensors.get(i));
        }
        return numbered;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
