package dev.jgrad.it.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.data.DType;
import dev.jgrad.it.conformance.ops.OperatorCalls;
import dev.jgrad.it.python.PythonEvaluator;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.expression.ModuleExpression;
import dev.jgrad.nn.optim.ClipGrad;
import dev.jgrad.nn.optim.LRScheduler;
import dev.jgrad.nn.optim.Optimizer;
import dev.jgrad.nn.optim.ParamGroup;
import dev.jgrad.nn.optim.ReduceLROnPlateau;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Short trainings: every optimizer with its options, clipping, groups, a schedule, a convolution net. */
class TrajectoryGoldenTest {
    private static final OperatorCalls OPERATORS = new OperatorCalls(Path.of(""));

    @TestFactory
    Stream<DynamicTest> trajectories() {
        GoldenFile file = new GoldenFile("trajectories");
        return file.tests((one, dtype) -> check(file, one, dtype));
    }

    private static void check(GoldenFile file, JsonNode one, DType dtype) {
        Module net = ModuleExpression.build(one.get("build").asText());
        file.load(net, one.get("initial_state"), dtype);
        Tensor x = file.tensor(one.get("x"), dtype);
        Tensor y = file.tensor(one.get("y"), dtype);
        Optimizer optimizer = Recipes.optimizer(one.get("optimizer"), groups(net, one));
        LRScheduler scheduler = one.has("scheduler")
                ? Recipes.scheduler(
                        optimizer,
                        one.get("scheduler").get("name").asText(),
                        one.get("scheduler").get("kwargs"))
                : null;
        JsonNode expected = one.get("expected").get(dtype.label());
        List<String> failures = GoldenFile.failures();
        double[] losses = new double[one.get("steps").asInt()];
        double[] norms = new double[losses.length];
        for (int step = 0; step < losses.length; step++) {
            optimizer.zeroGrad();
            Tensor prediction = net.call(x);
            Tensor loss = loss(one.get("loss").asText(), prediction, y);
            loss.backward();
            losses[step] = loss.item();
            if (step == 0) {
                file.compare("first_output", expected.get("first_output"), prediction, failures);
                file.compare(
                        "first_grads",
                        expected.get("first_grads"),
                        ModuleGoldenTest.grads(net.namedParameters()),
                        failures);
            }
            if (one.has("clip_grad_norm")) {
                norms[step] = ClipGrad.norm_(
                                net.parameters(), one.get("clip_grad_norm").asDouble())
                        .item();
            }
            if (one.has("clip_grad_value")) {
                ClipGrad.value_(net.parameters(), one.get("clip_grad_value").asDouble());
            }
            optimizer.step();
            if (scheduler instanceof ReduceLROnPlateau plateau) {
                plateau.step(losses[step]);
            } else if (scheduler != null) {
                scheduler.step();
            }
            if (step == 0) {
                file.compare("state_after_1", expected.get("state_after_1"), net.stateDict(), failures);
            }
        }
        file.compare("losses", expected.get("losses"), vector(losses), failures);
        file.compare("state_final", expected.get("state_final"), net.stateDict(), failures);
        if (expected.has("grad_norms_before_clip")) {
            file.compare("grad_norms_before_clip", expected.get("grad_norms_before_clip"), vector(norms), failures);
        }
        net.eval();
        file.compare("eval_output", expected.get("eval_output"), net.call(x), failures);
        GoldenFile.assertNone(failures);
    }

    static Tensor vector(double[] values) {
        return Tensors.tensor(TensorOptions.dtype(DType.FLOAT64), values, values.length);
    }

    private static List<ParamGroup> groups(Module net, JsonNode one) {
        if (!one.has("param_groups")) {
            return List.of(ParamGroup.of(net.parameters()));
        }
        List<ParamGroup> groups = new ArrayList<>();
        for (JsonNode recorded : one.get("param_groups")) {
            List<Tensor> parameters = new ArrayList<>();
            recorded.get("params").forEach(name -> parameters.add(net.getParameter(name.asText())));
            ParamGroup group = ParamGroup.of(parameters);
            recorded.properties().forEach(entry -> {
                if (!entry.getKey().equals("params")) {
                    group.with(entry.getKey(), Recipes.option(entry.getValue()));
                }
            });
            groups.add(group);
        }
        return groups;
    }

    private static Tensor loss(String text, Tensor prediction, Tensor y) {
        try {
            return (Tensor) new PythonEvaluator(OPERATORS)
                    .with("pred", prediction)
                    .with("y", y)
                    .evaluate(text);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no loss " + text, e);
        }
    }
}
