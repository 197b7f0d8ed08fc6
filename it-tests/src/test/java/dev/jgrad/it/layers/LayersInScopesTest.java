package dev.jgrad.it.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.expression.ModuleExpression;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Scope;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every layer and loss, called twice within a scope, where its local tensors end with each call, gives what it gives without.
 * On the simulated CUDA, where all memory is native: on the CPU no scope ends a tensor as small as these.
 */
@ExtendWith(OnSimulatedCuda.class)
class LayersInScopesTest {
    private static final Device CUDA = Device.cuda(0);

    @TestFactory
    Stream<DynamicTest> resultsAndGradients() {
        SimulatedCuda.get();
        return LayerSamples.all().stream()
                .flatMap(sample -> Stream.of(true, false)
                        .map(training -> DynamicTest.dynamicTest(
                                sample.name() + (training ? " training" : " evaluation"),
                                () -> compare(sample, training))));
    }

    private static void compare(LayerSample sample, boolean training) {
        try (var _ = Devices.use(CUDA)) {
            List<double[]> expected = run(sample, training);
            try (var _ = Scope.open()) {
                List<double[]> actual = run(sample, training);
                assertEquals(expected.size(), actual.size());
                for (int i = 0; i < expected.size(); i++) {
                    assertArrayEquals(expected.get(i), actual.get(i), 1e-9, "number " + i);
                }
            }
        }
    }

    /** The results of two calls, all gradients after one pass over both, and the buffers. */
    private static List<double[]> run(LayerSample sample, boolean training) {
        Generator.manualSeed(5);
        Module module = ModuleExpression.build(sample.expression()).to(DType.FLOAT64);
        module.to(CUDA).train(training);
        List<Tensor> seen = new ArrayList<>();
        List<Tensor> leaves = new ArrayList<>();
        Tensor sum = null;
        for (int call = 0; call < 2; call++) {
            List<@Nullable Tensor> in = new ArrayList<>();
            for (LayerInput input : sample.inputs()) {
                Tensor t = input == null ? null : input.tensor().to(CUDA).clone();
                if (t != null && input.differentiable()) {
                    leaves.add(t.requiresGrad_());
                }
                in.add(t);
            }
            in.set(0, sample.before().apply(Objects.requireNonNull(in.getFirst())));
            for (Tensor t : module.callAll(in)) {
                if (t != null) {
                    seen.add(t);
                    if (t.requiresGrad()) {
                        Tensor part = t.mul(1.5 + call).square().sum();
                        sum = sum == null ? part : sum.add(part);
                    }
                }
            }
        }
        if (sum != null) {
            sum.backward();
        }
        leaves.addAll(module.parameters());
        leaves.forEach(leaf -> {
            if (leaf.grad() != null) {
                seen.add(leaf.grad());
            }
        });
        seen.addAll(module.buffers());
        return seen.stream().map(t -> t.detach().toDoubleArray()).toList();
    }
}
