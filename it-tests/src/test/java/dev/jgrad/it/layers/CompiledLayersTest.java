package dev.jgrad.it.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.DType;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.compile.CompiledModule;
import dev.jgrad.nn.expression.ModuleExpression;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every layer and loss, compiled, gives what it gives eagerly: results, gradients, buffers, and random numbers after it. */
class CompiledLayersTest {
    /** Calls in a row with other numbers each: the first is recorded, the others are replayed. */
    private static final int CALLS = 3;

    @TestFactory
    Stream<DynamicTest> gradientsAndBuffers() {
        return LayerSamples.all().stream()
                .flatMap(sample -> Stream.of(true, false)
                        .flatMap(training -> Stream.of(DType.FLOAT64, DType.FLOAT32)
                                .map(dtype -> DynamicTest.dynamicTest(
                                        sample.name() + (training ? " training " : " evaluation ") + dtype,
                                        () -> compare(sample, training, dtype, true)))));
    }

    @TestFactory
    Stream<DynamicTest> withoutRecording() {
        return LayerSamples.all().stream()
                .map(sample ->
                        DynamicTest.dynamicTest(sample.name(), () -> compare(sample, false, DType.FLOAT32, false)));
    }

    private static Module module(LayerSample sample, boolean training, DType dtype) {
        Generator.manualSeed(5);
        Module m = ModuleExpression.build(sample.expression()).to(dtype);
        m.train(training);
        return m;
    }

    private static List<@Nullable Tensor> inputs(LayerSample sample, DType dtype, int call, boolean grad) {
        List<@Nullable Tensor> in = new ArrayList<>();
        for (LayerInput input : sample.inputs()) {
            if (input == null) {
                in.add(null);
                continue;
            }
            Tensor t = input.tensor();
            if (t.isFloatingPoint()) {
                t = t.to(dtype);
            }
            if (input.differentiable()) {
                // Stays in the interval of the sample.
                t = t.mul(1 - 0.01 * call);
            }
            t = t.clone();
            in.add(input.differentiable() && grad ? t.requiresGrad_() : t);
        }
        return in;
    }

    private static void compare(LayerSample sample, boolean training, DType dtype, boolean grad) {
        Module eager = module(sample, training, dtype);
        Module other = module(sample, training, dtype);
        CompiledModule compiled = CompiledModule.of(other);
        for (int call = 0; call < CALLS; call++) {
            Generator.manualSeed(100 + call / 2);
            List<@Nullable Tensor> a = inputs(sample, dtype, call, grad);
            List<@Nullable Tensor> expected = run(sample, a, eager::callAll, grad);
            double next = dev.jgrad.tensor.Tensors.rand(1).item();
            Generator.manualSeed(100 + call / 2);
            List<@Nullable Tensor> b = inputs(sample, dtype, call, grad);
            List<@Nullable Tensor> actual = run(sample, b, compiled::callAll, grad);
            assertEquals(next, dev.jgrad.tensor.Tensors.rand(1).item(), "the generator after call " + call);
            assertSame("result", expected, actual);
            if (grad) {
                assertSame("gradient of input", grads(a), grads(b));
                assertSame("gradient of parameter", grads(eager.parameters()), grads(other.parameters()));
            }
            assertSame("buffer", new ArrayList<>(eager.buffers()), new ArrayList<>(other.buffers()));
            for (int i = 0; i < eager.buffers().size(); i++) {
                assertEquals(
                        eager.buffers().get(i).version(), other.buffers().get(i).version());
            }
        }
        assertEquals(
                CALLS,
                compiled.replays()
                        + compiled.reasons().values().stream().mapToInt(n -> n).sum());
        Set<String> reasons = new TreeSet<>(compiled.reasons().keySet());
        reasons.removeIf(reason -> reason.startsWith("this was the first call"));
        assertTrue(
                compiled.replays() == CALLS - 1 ? reasons.isEmpty() : reasons.size() == 1,
                () -> compiled.replays() + " replays, " + compiled.reasons());
    }

    private static List<@Nullable Tensor> run(
            LayerSample sample,
            List<@Nullable Tensor> in,
            java.util.function.UnaryOperator<List<@Nullable Tensor>> module,
            boolean grad) {
        List<@Nullable Tensor> given = new ArrayList<>(in);
        given.set(0, sample.before().apply(Objects.requireNonNull(in.getFirst())));
        List<@Nullable Tensor> out;
        try (var _ = grad ? Grad.enabled() : Grad.inferenceMode()) {
            out = module.apply(given);
        }
        if (grad) {
            Tensor sum = null;
            int k = 0;
            for (Tensor t : out) {
                if (t != null && t.requiresGrad()) {
                    Tensor part = t.mul(1 + 0.5 * k++).square().sum();
                    sum = sum == null ? part : sum.add(part);
                }
            }
            if (sum != null) {
                sum.backward();
            }
        }
        return out;
    }

    private static List<@Nullable Tensor> grads(List<@Nullable Tensor> tensors) {
        return tensors.stream()
                .<@Nullable Tensor>map(t -> t == null ? null : t.grad())
                .toList();
    }

    private static void assertSame(String what, List<@Nullable Tensor> expected, List<@Nullable Tensor> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            Tensor e = expected.get(i);
            Tensor a = actual.get(i);
            assertEquals(e == null, a == null, what + " " + i);
            if (e == null || a == null) {
                continue;
            }
            assertEquals(e.shape(), a.shape(), what + " " + i);
            assertEquals(e.dtype(), a.dtype(), what + " " + i);
            double tolerance = e.dtype() == DType.FLOAT64 ? 1e-12 : 2e-5;
            Tensor x = e.to(DType.FLOAT64);
            Tensor y = a.to(DType.FLOAT64);
            boolean close = y.sub(x)
                            .abs()
                            .le(x.abs().add(1).mul(tolerance))
                            .logicalOr(x.isNan().logicalAnd(y.isNan()))
                            .logicalOr(x.eq(y))
                            .all()
                            .item()
                    != 0;
            assertTrue(close, () -> what + ": expected " + e + " but is " + a);
        }
    }

    /** So that nothing falls back unnoticed: what of the samples is not replayed, and why. */
    @Test
    void whatIsNotReplayed() {
        Set<String> found = new TreeSet<>();
        for (LayerSample sample : LayerSamples.all()) {
            Module m = module(sample, true, DType.FLOAT32);
            CompiledModule compiled = CompiledModule.of(m);
            for (int call = 0; call < 2; call++) {
                run(sample, inputs(sample, DType.FLOAT32, call, true), compiled::callAll, true);
            }
            if (compiled.replays() == 0) {
                found.add(sample.expression().replaceAll("\\(.*", "") + ": " + compiled.reason());
            }
        }
        String reads = ": a value of a tensor is read";
        String view = ": a result is an input, a parameter or a view of one";
        Set<String> expected = new TreeSet<>();
        for (String name : List.of(
                "AdaptiveLogSoftmaxWithLoss",
                "BCELoss",
                "CTCLoss",
                "EmbeddingBag",
                "FractionalMaxPool2d",
                "FractionalMaxPool3d",
                "GaussianNLLLoss")) {
            expected.add("nn." + name + reads);
        }
        for (String name : List.of("AlphaDropout", "Dropout", "Flatten", "Identity", "Unflatten")) {
            expected.add("nn." + name + view);
        }
        assertEquals(expected, found);
    }
}
