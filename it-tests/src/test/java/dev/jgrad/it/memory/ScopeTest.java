package dev.jgrad.it.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.cpu.CpuMemory;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.JgradException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.nn.layer.Tanh;
import dev.jgrad.nn.optim.Adagrad;
import dev.jgrad.nn.optim.Adam;
import dev.jgrad.nn.optim.LBFGS;
import dev.jgrad.nn.optim.Optimizer;
import dev.jgrad.nn.optim.RMSprop;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Scope;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scopes end what was made in them and nothing else. */
class ScopeTest {
    private static final int LARGE = 1 << 16;

    private static long inUse() {
        return CpuMemory.INSTANCE.allocator().use().allocated();
    }

    @Test
    void whatWasMadeInAScopeEndsWithIt() {
        Tensor before = Tensors.ones(LARGE);
        long inUse = inUse();
        Tensor inside;
        try (var _ = Scope.open()) {
            inside = before.add(1);
            assertEquals(2.0, inside.select(0, 7).item());
            assertTrue(inUse() > inUse);
        }
        assertEquals(inUse, inUse());
        JgradException thrown = assertThrows(JgradException.class, () -> inside.sum());
        assertTrue(thrown.getMessage().contains("scope"), thrown.getMessage());
        assertEquals(LARGE, before.sum().item());
    }

    @Test
    void whatIsKeptGoesToTheScopeAround() {
        Tensor kept;
        Tensor keptOnce;
        try (var outer = Scope.open()) {
            try (var inner = Scope.open()) {
                Tensor made = Tensors.ones(LARGE);
                keptOnce = inner.keep(made.add(1));
                kept = outer.keep(made.add(2).view(2, -1));
            }
            assertEquals(2.0, keptOnce.select(0, 0).item());
        }
        assertEquals(3.0, kept.select(0, 1).select(0, 5).item());
        assertThrows(JgradException.class, () -> keptOnce.sum());
        Tensor result = Scope.keeping(() -> Tensors.ones(LARGE).mul(4));
        assertEquals(4.0 * LARGE, result.sum().item());
    }

    @Test
    void gradientsOutliveTheStep() {
        Tensor x = Tensors.ones(TensorOptions.REQUIRES_GRAD, LARGE);
        Tensor y = Tensors.ones(TensorOptions.REQUIRES_GRAD, LARGE);
        for (int step = 1; step <= 2; step++) {
            try (var _ = Scope.open()) {
                x.mul(3).add(y).sum().backward();
            }
            assertEquals(3.0 * step * LARGE, present(x.grad()).sum().item());
            assertEquals(1.0 * step, present(y.grad()).select(0, 9).item());
        }
        try (var _ = Scope.open()) {
            x.setGrad(Tensors.ones(LARGE));
        }
        assertEquals(LARGE, present(x.grad()).sum().item());
        try (var _ = Scope.open()) {
            x.setGrad(null);
            x.pow(3).sum().backward(null, false, true);
        }
        assertEquals(3.0 * LARGE, present(x.grad()).sum().item());
    }

    @Test
    void gradientThatSomebodySawIsNotTakenAway() {
        Tensor x = Tensors.ones(TensorOptions.REQUIRES_GRAD, LARGE);
        x.mul(2).sum().backward();
        long withGrad = inUse();
        x.setGrad(null);
        assertTrue(inUse() < withGrad, "a gradient nobody saw ends at once");
        x.mul(2).sum().backward();
        Tensor seen = x.grad();
        x.setGrad(null);
        assertEquals(2.0 * LARGE, present(seen).sum().item());
        List<Tensor> hooked = new ArrayList<>();
        x.registerHook(g -> {
            hooked.add(g);
            return null;
        });
        x.mul(5).sum().backward();
        x.setGrad(null);
        assertEquals(5.0 * LARGE, hooked.getFirst().sum().item());
    }

    static Stream<Function<Module, Optimizer>> optimizers() {
        return Stream.of(
                net -> new SGD(net.parameters(), 0.1, 0.9),
                net -> new Adam(net.parameters(), 1e-3),
                net -> new RMSprop(net.parameters(), 1e-3),
                net -> new Adagrad(net.parameters(), 1e-2));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void trainingInScopesIsTrainingWithout(Function<Module, Optimizer> optimizer) {
        double without = train(optimizer, false);
        assertEquals(without, train(optimizer, true), 1e-6 * Math.abs(without));
    }

    private static double train(Function<Module, Optimizer> make, boolean scoped) {
        dev.jgrad.tensor.Generator.manualSeed(3);
        Module net = new Sequential(new Linear(200, 150), new ReLU(), new Linear(150, 10));
        Optimizer optimizer = make.apply(net);
        Tensor x = Tensors.rand(64, 200);
        Tensor y = Tensors.randint(0, 10, 64);
        double loss = 0;
        long steady = 0;
        for (int i = 0; i < 6; i++) {
            Scope scope = scoped ? Scope.open() : null;
            optimizer.zeroGrad();
            Tensor l = Functional.crossEntropy(net.call(x), y);
            l.backward();
            optimizer.step();
            loss = l.item();
            if (scope != null) {
                scope.close();
                if (i == 2) {
                    steady = inUse();
                } else if (i > 2) {
                    assertTrue(inUse() <= steady + (64 << 10), "memory grows: " + steady + " to " + inUse());
                }
            }
        }
        return loss;
    }

    @Test
    void memoryOfAnOptimizerOutlivesItsSteps() {
        dev.jgrad.tensor.Generator.manualSeed(5);
        Module net = new Linear(300, 60);
        Tensor x = Tensors.rand(20, 300);
        LBFGS optimizer = new LBFGS(net.parameters(), 0.1);
        double last = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 3; i++) {
            try (var _ = Scope.open()) {
                double loss = optimizer
                        .step(() -> {
                            optimizer.zeroGrad();
                            Tensor l = net.call(x).square().mean();
                            l.backward();
                            return l;
                        })
                        .item();
                assertTrue(loss < last, last + " to " + loss);
                last = loss;
            }
        }
    }

    @Test
    void modulesMadeInAScopeLiveOn() {
        Linear layer;
        try (var _ = Scope.open()) {
            layer = new Linear(200, 300);
        }
        assertTrue(Double.isFinite(layer.call(Tensors.ones(2, 200)).sum().item()));
    }

    @Test
    void anotherThreadNeedsATensorThatIsExempt() {
        try (var _ = Scope.open()) {
            Tensor t = Tensors.ones(LARGE);
            CompletionException refused = assertThrows(
                    CompletionException.class,
                    () -> CompletableFuture.supplyAsync(() -> t.sum().item()).join());
            assertTrue(refused.getCause().getMessage().contains("Scope.exempt"), refused.getMessage());
            Scope.exempt(t);
            assertEquals(
                    LARGE, CompletableFuture.supplyAsync(() -> t.sum().item()).join());
        }
    }

    @Test
    void savedTensorsEndToo() {
        Tensor x = Tensors.ones(TensorOptions.REQUIRES_GRAD, LARGE);
        Tensor loss;
        try (var scope = Scope.open()) {
            loss = scope.keep(x.add(1).pow(2).sum());
        }
        JgradException thrown = assertThrows(JgradException.class, () -> loss.backward());
        assertTrue(thrown.getMessage().contains("scope"), thrown.getMessage());
    }

    @Test
    void backwardGivesBackWhatItHasUsed() {
        Sequential net = new Sequential();
        for (int i = 0; i < 8; i++) {
            net.append(new Tanh());
        }
        Tensor x = Tensors.rand(LARGE).requiresGrad_(true);
        long one = 4L * LARGE;
        long[] atTheEnd = new long[1];
        x.registerHook(g -> {
            atTheEnd[0] = inUse();
            return null;
        });
        for (int i = 0; i < 2; i++) {
            x.setGrad(null);
            long before = inUse();
            try (var _ = Scope.open()) {
                Tensor loss = net.call(x).sum();
                assertEquals(8 * one, inUse() - before, one / 4.0);
                loss.backward();
                assertTrue(atTheEnd[0] - before < 3 * one, "in use at the end: " + (atTheEnd[0] - before));
            }
        }
    }

    @Test
    void withoutAGraphOnlyTheResultOfAModuleIsLeft() {
        Sequential net = new Sequential(new Tanh(), new Sequential(new Tanh(), new Tanh()), new Tanh());
        Tensor x = Tensors.rand(LARGE);
        try (var _ = Scope.open();
                var _ = dev.jgrad.autograd.Grad.disabled()) {
            long before = inUse();
            Tensor y = net.call(x);
            assertEquals(4L * LARGE, inUse() - before, LARGE);
            assertEquals(x.tanh().tanh().tanh().tanh().sum().item(), y.sum().item());
        }
    }

    @Test
    void graphOutlivesAnInnerScope() {
        Tensor x = Tensors.ones(TensorOptions.REQUIRES_GRAD, LARGE);
        try (var _ = Scope.open()) {
            Tensor y = Scope.keeping(() -> x.add(1).square().exp().sum());
            y.backward(null, true, false);
            assertEquals(4 * Math.exp(4), present(x.grad()).select(0, 3).item(), 1e-3);
            y.backward();
            assertEquals(8 * Math.exp(4), present(x.grad()).select(0, 3).item(), 1e-3);
            assertThrows(AutogradException.class, () -> y.backward());
        }
    }

    /** Keeps what it makes and what it is given, as users do. */
    private static final class Watched extends Module {
        private final List<Tensor> seen = new ArrayList<>();

        @Override
        public Tensor forward(Tensor input) {
            Tensor inner = input.add(1);
            seen.add(input);
            seen.add(inner);
            return inner.tanh();
        }
    }

    @Test
    void whatAUserCanHoldLivesToTheEndOfTheScope() {
        Watched watched = new Watched();
        Sequential hooked = new Sequential(new Tanh(), new Tanh());
        List<Tensor> seen = new ArrayList<>();
        hooked.getSubmodule("0").registerForwardHook((_, _, outputs) -> seen.add(outputs.getFirst()));
        Tensor x = Tensors.rand(LARGE).requiresGrad_(true);
        try (var _ = Scope.open()) {
            Tensor y = new Sequential(new Sequential(new Tanh(), watched), hooked, new Tanh()).call(x);
            y.sum().backward();
            seen.addAll(watched.seen);
            assertEquals(3, seen.size());
            for (Tensor t : seen) {
                assertTrue(Double.isFinite(t.sum().item()));
            }
            assertEquals(x.tanh().sum().item(), watched.seen.getFirst().sum().item());
        }
        assertThrows(JgradException.class, () -> seen.getFirst().sum());
    }

    @Test
    void castsOfARegionOutliveTheScopesWithin() {
        Linear layer = new Linear(300, 400);
        Tensor x = Tensors.rand(2, 300);
        try (var _ = dev.jgrad.autograd.Autocast.of("cpu", dev.jgrad.data.DType.BFLOAT16)) {
            for (int i = 0; i < 3; i++) {
                try (var _ = Scope.open()) {
                    layer.call(x).sum().backward();
                }
                try (var _ = Scope.open();
                        var _ = dev.jgrad.autograd.Grad.disabled()) {
                    assertTrue(Double.isFinite(layer.call(x).sum().item()));
                }
            }
        }
    }

    @Test
    void scopesAreClosedInOrder() {
        Scope outer = Scope.open();
        Scope inner = Scope.open();
        assertThrows(AutogradException.class, outer::close);
        inner.close();
        inner.close();
        outer.close();
    }

    private static Tensor present(Tensor t) {
        assertNotNull(t);
        return t;
    }
}
