package dev.jgrad.it.fusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.AutogradException;
import dev.jgrad.it.training.EveryOptimizer;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.compile.CompiledModule;
import dev.jgrad.nn.compile.CompiledStep;
import dev.jgrad.nn.layer.BatchNorm2d;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.Dropout;
import dev.jgrad.nn.layer.Flatten;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.MaxPool2d;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.nn.layer.Tanh;
import dev.jgrad.nn.optim.ExponentialLR;
import dev.jgrad.nn.optim.Optimizer;
import dev.jgrad.nn.vision.ResNet;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Training steps and modules that are replayed, beside the same eagerly; and when they are not. Where both do the same they give
 * the same bits: a replay calls the kernels that the eager run called, and fused loops are made of the eager loops' functions.
 */
class CompiledStepTest {
    private static final int STEPS = 6;

    private static Sequential net() {
        Generator.manualSeed(3);
        return new Sequential(
                new Conv2d(3, 8, 3),
                new BatchNorm2d(8),
                new ReLU(),
                new MaxPool2d(2),
                new Dropout(0.3),
                new Flatten(),
                new Linear(8 * 7 * 7, 40),
                new Tanh(),
                new Linear(40, 5));
    }

    @TestFactory
    Stream<DynamicTest> trainsAsEagerTrainingDoes() {
        return EveryOptimizer.all().entrySet().stream()
                .map(o -> DynamicTest.dynamicTest(o.getKey(), () -> train(o.getValue())));
    }

    private static void train(Function<List<Tensor>, Optimizer> make) {
        Sequential a = net();
        Sequential b = net();
        Optimizer eager = make.apply(a.parameters());
        Optimizer other = make.apply(b.parameters());
        var falling = new ExponentialLR(eager, 0.8);
        var fallingToo = new ExponentialLR(other, 0.8);
        CompiledStep step = CompiledStep.of(b, other, Functional::crossEntropy);
        for (int i = 0; i < STEPS; i++) {
            Generator.manualSeed(40 + i / 2);
            Tensor x = Tensors.randn(4, 3, 16, 16);
            Tensor y = Tensors.randint(0, 5, 4);
            Tensor before = x.clone();
            eager.zeroGrad();
            Tensor loss = Functional.crossEntropy(a.call(x), y);
            loss.backward();
            eager.step();
            double next = Tensors.rand(1).item();
            Generator.manualSeed(40 + i / 2);
            Tensors.randn(4, 3, 16, 16);
            Tensors.randint(0, 5, 4);
            Tensor replayed = step.run(before, y);
            assertEquals(next, Tensors.rand(1).item(), "the generator after step " + i);
            assertEquals(loss.item(), replayed.item(), "loss of step " + i);
            falling.step();
            fallingToo.step();
        }
        assertEquals(STEPS - 1, step.replays(), () -> step.reasons().toString());
        assertSameBits(a.stateDict(), b.stateDict());
    }

    private static void assertSameBits(Map<String, Tensor> expected, Map<String, Tensor> actual) {
        expected.forEach((name, e) -> {
            Tensor a = actual.get(name);
            assertTrue(
                    a.equal(e),
                    () -> name + " is off by "
                            + a.toDouble().sub(e.toDouble()).abs().max().item());
        });
    }

    private static Map<String, Tensor> gradients(Module module) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        module.namedParameters().forEach((name, p) -> all.put(name, p.grad()));
        return all;
    }

    @Test
    void resNetTrainsAndInfers() {
        Generator.manualSeed(1);
        Module a = ResNet.resnet18(10);
        Generator.manualSeed(1);
        Module b = ResNet.resnet18(10);
        CompiledModule compiled = CompiledModule.of(b);
        Tensor x = Tensors.randn(2, 3, 64, 64);
        // The first call of a training brings the weights into the order of the kernels, the second is recorded.
        for (int i = 0; i < 4; i++) {
            a.zeroGrad();
            b.zeroGrad();
            Tensor e = a.call(x);
            Tensor c = compiled.call(x);
            assertTrue(c.equal(e));
            e.square().mean().backward();
            c.square().mean().backward();
            assertSameBits(gradients(a), gradients(b));
        }
        assertEquals(2, compiled.replays(), () -> compiled.reasons().toString());
        a.eval();
        b.eval();
        try (var _ = Grad.inferenceMode()) {
            for (int i = 0; i < 3; i++) {
                Tensor y = Tensors.randn(2, 3, 64, 64);
                Tensor c = compiled.call(y);
                assertTrue(c.isInference());
                assertTrue(c.equal(a.call(y)));
            }
        }
        assertEquals(4, compiled.replays(), () -> compiled.reasons().toString());
    }

    @Test
    void resultsOutliveTheNextCall() {
        Linear m = new Linear(100, 100);
        CompiledModule compiled = CompiledModule.of(m);
        try (var _ = Grad.disabled()) {
            Tensor x = Tensors.randn(120, 100);
            compiled.call(x);
            Tensor first = compiled.call(x);
            Tensor kept = first.clone();
            compiled.call(x.mul(2));
            assertTrue(first.equal(kept));
        }
    }

    @Test
    void gradientsAddUpAndReachWhatCameBefore() {
        Linear m = new Linear(6, 4);
        CompiledModule compiled = CompiledModule.of(m);
        Tensor w = Tensors.randn(6).requiresGrad_();
        for (int i = 0; i < 3; i++) {
            m.zeroGrad();
            w.setGrad(null);
            Tensor x = Tensors.randn(5, 6);
            compiled.call(x.mul(w)).sum().backward();
            compiled.call(x.mul(w)).sum().backward();
            Tensor grad = w.grad().clone();
            Tensor weight = m.weight().grad().clone();
            m.zeroGrad();
            w.setGrad(null);
            m.call(x.mul(w)).sum().mul(2).backward();
            assertTrue(grad.allClose(w.grad(), 1e-5, 1e-5));
            assertTrue(weight.allClose(m.weight().grad(), 1e-5, 1e-5));
        }
        assertEquals(5, compiled.replays());
    }

    @Test
    void newShapesAreRecordedAndManyRunEagerly() {
        Linear m = new Linear(4, 3);
        CompiledModule compiled = CompiledModule.of(m);
        try (var _ = Grad.disabled()) {
            for (int n = 1; n <= 9; n++) {
                compiled.call(Tensors.randn(n, 4));
            }
            assertTrue(compiled.reason().startsWith("more than 8 kinds of inputs"), compiled.reason());
            compiled.call(Tensors.randn(3, 4));
            assertEquals("", compiled.reason());
            compiled.call(Tensors.randn(4, 3).t());
            assertFalse(compiled.reason().isEmpty());
        }
    }

    @Test
    void hooksRunEagerly() {
        Sequential m = new Sequential(new Linear(4, 3), new ReLU());
        CompiledModule compiled = CompiledModule.of(m);
        Tensor x = Tensors.randn(2, 4);
        try (var _ = Grad.disabled()) {
            compiled.call(x);
            int[] calls = {0};
            var handle = m.get(0).registerForwardHook((module, in, out) -> calls[0]++);
            compiled.call(x);
            assertEquals("a module has hooks", compiled.reason());
            assertEquals(1, calls[0]);
            handle.remove();
            compiled.call(x);
            assertEquals("", compiled.reason());
        }
    }

    @Test
    void changedModesAndFrozenParametersAreOtherKinds() {
        Sequential m = new Sequential(new Linear(4, 30), new Dropout(0.5), new Linear(30, 3));
        CompiledModule compiled = CompiledModule.of(m);
        Tensor x = Tensors.randn(2, 4);
        compiled.call(x).sum().backward();
        m.eval();
        Tensor y = compiled.call(x);
        assertTrue(y.allClose(m.call(x), 1e-5, 1e-6));
        y.sum().backward();
        m.get(0).requiresGrad_(false);
        m.zeroGrad();
        for (int i = 0; i < 2; i++) {
            compiled.call(x).sum().backward();
        }
        assertEquals(1, compiled.replays());
        assertEquals(null, m.get(0).parameters().getFirst().grad());
        assertNotNull(m.get(2).parameters().getFirst().grad());
    }

    @Test
    void replacedMemoryIsNoticed() {
        Linear m = new Linear(4, 3);
        CompiledModule compiled = CompiledModule.of(m);
        Tensor x = Tensors.randn(2, 4);
        try (var _ = Grad.disabled()) {
            compiled.call(x);
            compiled.call(x);
            m.weight().setData(Tensors.randn(3, 4));
            Tensor y = compiled.call(x);
            assertTrue(y.allClose(m.call(x), 1e-6, 1e-6));
            compiled.call(x);
            m.weight().mul_(2);
            assertTrue(compiled.call(x).allClose(m.call(x), 1e-6, 1e-6));
            assertEquals("", compiled.reason());
        }
    }

    @Test
    void whatWaitsForItsBackwardPassIsNotOverwritten() {
        Linear m = new Linear(4, 3);
        CompiledModule compiled = CompiledModule.of(m);
        Tensor x = Tensors.randn(2, 4);
        compiled.call(x).sum().backward();
        Tensor first = compiled.call(x);
        Tensor second = compiled.call(x.mul(2));
        assertEquals("the result of the call before is still waiting for its backward pass", compiled.reason());
        m.zeroGrad();
        first.sum().add(second.sum()).backward();
        Tensor expected = x.mul(3).sum(0).expand(3, 4);
        assertTrue(m.weight().grad().allClose(expected, 1e-5, 1e-6));
    }

    @Test
    void changesBetweenThePassesAreRefused() {
        Linear m = new Linear(4, 3);
        CompiledModule compiled = CompiledModule.of(m);
        Tensor x = Tensors.randn(2, 4).requiresGrad_();
        compiled.call(x).sum().backward();
        Tensor y = compiled.call(x);
        Grad.noGrad(() -> {
            m.weight().add_(1);
        });
        assertThrows(AutogradException.class, () -> y.sum().backward());
    }

    @Test
    void secondDerivativesAreRefused() {
        Linear m = new Linear(4, 3);
        CompiledModule compiled = CompiledModule.of(m);
        Tensor x = Tensors.randn(2, 4).requiresGrad_();
        compiled.call(x).sum().backward();
        Tensor y = compiled.call(x).square().sum();
        assertThrows(AutogradException.class, () -> y.backward(null, false, true));
    }

    @Test
    void backwardTwiceWhereTheGraphIsKept() {
        Linear m = new Linear(4, 3);
        CompiledModule compiled = CompiledModule.of(m);
        Tensor x = Tensors.randn(2, 4);
        compiled.call(x).sum().backward();
        m.zeroGrad();
        Tensor y = compiled.call(x).tanh().sum();
        y.backward(null, true, false);
        Tensor once = m.weight().grad().clone();
        y.backward();
        assertTrue(m.weight().grad().allClose(once.mul(2), 1e-5, 1e-6));
    }

    @Test
    void inputsThatTheModuleChangesAreChanged() {
        Module m = new ReLU(true);
        CompiledModule compiled = CompiledModule.of(m);
        for (int i = 0; i < 3; i++) {
            Tensor x = Tensors.randn(5);
            Tensor expected = x.relu();
            assertTrue(compiled.call(x).equal(expected));
            assertTrue(x.equal(expected));
        }
    }
}
