package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.randn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.data.MemoryFormat;
import dev.jgrad.nn.optim.Adam;
import dev.jgrad.nn.optim.Optimizer;
import dev.jgrad.nn.optim.RMSprop;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.op.TensorAccess;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Index;
import dev.jgrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The weight of a convolution of small images lies with its channels innermost while it is trained. Nobody may notice:
 * whatever else shares its memory sees each step, and looking changes no result.
 */
class ParameterOrderTest {
    private static final long[] ONE = {1, 1};
    private static final int STEPS = 4;

    /** Something a program does with the weight before or between steps; what it returns must show the weight's values. */
    private interface Look extends Function<Tensor, Tensor> {}

    private static Map<String, Look> looks() {
        Map<String, Look> all = new LinkedHashMap<>();
        all.put("nothing", w -> w);
        all.put("strides", w -> {
            assertArrayEquals(new long[] {1152, 9, 3, 1}, w.stride());
            return w;
        });
        all.put("values", w -> {
            w.detach().toFloatArray();
            return w;
        });
        all.put("detach", Tensor::detach);
        all.put("data", Tensor::data);
        all.put("flat view", w -> w.detach().view(-1));
        all.put("transposed twice", w -> w.detach().transpose(0, 2).transpose(0, 2));
        all.put("permuted", w -> w.detach().permute(2, 3, 0, 1).permute(2, 3, 0, 1));
        all.put("all of it", w -> w.detach().get(Index.slice(0, 128, 1)));
        all.put("norm", w -> {
            assertTrue(w.detach().norm().item() > 0);
            return w;
        });
        all.put("write by a view", w -> {
            Tensor part = w.detach().select(0, 3);
            part.mul_(1);
            return w;
        });
        all.put("gradient's view", w -> {
            Tensor g = w.grad();
            if (g != null) {
                g.view(128, -1).mul_(1);
                assertArrayEquals(new long[] {1152, 9, 3, 1}, g.stride());
            }
            return w;
        });
        return all;
    }

    private static Map<String, Function<List<Tensor>, Optimizer>> optimizers() {
        Map<String, Function<List<Tensor>, Optimizer>> all = new LinkedHashMap<>();
        all.put("SGD", w -> new SGD(w, 0.1));
        all.put("SGD with momentum", w -> new SGD(w, 0.1, 0.9));
        all.put("Adam", w -> new Adam(w, 0.01));
        all.put("RMSprop", w -> new RMSprop(w, 0.01));
        return all;
    }

    private static Tensor weight() {
        Generator.manualSeed(3);
        return randn(128, 128, 3, 3).mul(0.05).requiresGrad_();
    }

    private static Tensor images() {
        return randn(16, 128, 2, 2).contiguous(MemoryFormat.CHANNELS_LAST);
    }

    private static Tensor convolved(Tensor w) {
        Generator.manualSeed(4);
        return Functional.conv2d(images(), w, null, ONE, ONE, ONE, 1);
    }

    private static float[] trained(Function<List<Tensor>, Optimizer> make, Look look, boolean each, boolean state) {
        Tensor w = weight();
        Tensor held = look.apply(w);
        Optimizer optimizer = make.apply(List.of(w));
        for (int step = 0; step < STEPS; step++) {
            optimizer.zeroGrad();
            convolved(w).square().mean().backward();
            if (each) {
                held = look.apply(w);
            }
            optimizer.step();
            if (state) {
                optimizer.stateDict();
                assertNotNull(w.grad());
                w.grad().view(-1);
            }
            assertArrayEquals(values(w), values(held), "after step " + step);
        }
        return values(w);
    }

    /** By way of a copy, so that it is not this that brings the weight to row-major order. */
    private static float[] values(Tensor t) {
        return t.detach().mul(1).reshape(-1).toFloatArray();
    }

    @TestFactory
    Stream<DynamicTest> nobodyNotices() {
        return optimizers().entrySet().stream()
                .flatMap(optimizer -> looks().entrySet().stream()
                        .map(look -> DynamicTest.dynamicTest(optimizer.getKey() + ", " + look.getKey(), () -> {
                            float[] expected = trained(optimizer.getValue(), w -> w, false, false);
                            assertArrayEquals(
                                    expected, trained(optimizer.getValue(), look.getValue(), false, false), 1e-5f);
                            assertArrayEquals(
                                    expected, trained(optimizer.getValue(), look.getValue(), true, false), 1e-5f);
                            assertArrayEquals(
                                    expected, trained(optimizer.getValue(), look.getValue(), true, true), 1e-5f);
                        })));
    }

    @Test
    void isArranged() {
        Tensor w = weight();
        convolved(w);
        Assumptions.assumeTrue(isHidden(w), "kernels run in Java here");
        assertArrayEquals(new long[] {1152, 9, 3, 1}, w.stride());
        convolved(w);
        assertEquals(true, isHidden(w), "again after a look");
        Tensor view = w.detach().view(-1);
        convolved(w);
        assertEquals(false, isHidden(w), "not beside a view");
        assertEquals(w.numel(), view.numel());
        Tensor other = weight();
        Tensor shared = other.data();
        convolved(other);
        assertEquals(false, isHidden(other), "not beside data()");
        assertEquals(true, other.sharesStorageWith(shared));
    }

    /** The state of the optimizer takes the order over, so that nothing is copied from step to step. */
    @Test
    void staysArranged() {
        optimizers().forEach((name, make) -> {
            Tensor w = weight();
            Optimizer optimizer = make.apply(List.of(w));
            for (int step = 0; step < STEPS; step++) {
                optimizer.zeroGrad();
                convolved(w).square().mean().backward();
                Assumptions.assumeTrue(step > 0 || isHidden(w), "kernels run in Java here");
                optimizer.step();
                assertTrue(isHidden(w), name + ", step " + step);
                assertTrue(isHidden(Objects.requireNonNull(w.grad())), name + ", step " + step);
            }
        });
    }

    private static boolean isHidden(Tensor t) {
        return TensorAccess.storage(t).buffer().physical() != null;
    }

    /** Gradients of gradients go through the same weights. */
    @Test
    void secondGradients() {
        Tensor w = weight();
        Tensor copy = w.detach().clone().requiresGrad_();
        Tensor held = copy.detach().view(-1);
        assertArrayEquals(penalty(copy), penalty(w), 1e-4f);
        assertEquals(copy.numel(), held.numel());
    }

    private static float[] penalty(Tensor w) {
        Tensor loss = convolved(w).tanh().mean();
        Tensor g = Autograd.grad(List.of(loss), List.of(w), null, Autograd.Options.DEFAULT.withCreateGraph())
                .getFirst();
        Objects.requireNonNull(g).square().sum().backward();
        return values(Objects.requireNonNull(w.grad()));
    }

    /** Readers in other threads see the weight in one order or the other, whole. */
    @Test
    void readersBeside() throws InterruptedException {
        Tensor w = weight();
        float[] expected = values(convolved(w.detach()));
        float[][] found = new float[4][];
        Thread[] threads = new Thread[found.length];
        Generator.manualSeed(4);
        Tensor x = images();
        for (int t = 0; t < threads.length; t++) {
            int number = t;
            threads[t] = new Thread(() -> {
                for (int i = 0; i < 20; i++) {
                    if (number == 0) {
                        w.stride();
                    }
                    found[number] = values(Functional.conv2d(x, w, null, ONE, ONE, ONE, 1));
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (float[] values : found) {
            assertArrayEquals(expected, values, 1e-4f);
        }
    }
}
