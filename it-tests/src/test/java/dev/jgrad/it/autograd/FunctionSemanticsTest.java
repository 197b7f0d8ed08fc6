package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.ones;
import static dev.jgrad.tensor.Tensors.scalar;
import static dev.jgrad.tensor.Tensors.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Context;
import dev.jgrad.autograd.Function;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionSemanticsTest {
    private static final class Sq extends Function {
        @Override
        protected Tensor forward(Context c, Tensor... x) {
            c.saveForBackward(x[0]);
            return x[0].mul(x[0]);
        }

        @Override
        protected Tensor[] backward(Context c, Tensor... g) {
            return new Tensor[] {g[0].mul(2).mul(c.saved(0))};
        }
    }

    private static class Scale extends Function {
        private final double k;

        Scale(double k) {
            this.k = k;
        }

        @Override
        protected Tensor forward(Context c, Tensor... x) {
            return x[0].mul(k);
        }

        @Override
        protected Tensor[] backward(Context c, Tensor... g) {
            return new Tensor[] {g[0].mul(k)};
        }
    }

    private static final class Bad extends Scale {
        Bad(double k) {
            super(k);
        }

        @Override
        protected Tensor[] backward(Context c, Tensor... g) {
            return new Tensor[] {g[0], null, g[0]};
        }
    }

    @Test
    void a69ForwardBackwardSaved() {
        Tensor x = scalar(3.0).requiresGrad_();
        Tensor y = new Sq().apply(x);
        assertEquals(9, y.item());
        Expect.node("SqBackward", y);
        y.backward();
        Expect.values(x.grad(), 6);
        Expect.fails(y::backward, "Trying to backward through the graph a second time");
    }

    @Test
    void a70ParametersAndWrongCounts() {
        Tensor x = scalar(3.0).requiresGrad_();
        new Scale(4).apply(x).backward();
        Expect.values(x.grad(), 4);
        Tensor y = new Bad(4).apply(scalar(3.0).requiresGrad_());
        Expect.fails(y::backward, "function BadBackward returned an incorrect number of gradients (expected 1, got 3)");
    }

    @Test
    void secondDerivativeThroughAFunction() {
        Tensor x = scalar(3.0).requiresGrad_();
        Tensor g = Autograd.gradWithGraph(new Sq().apply(x), x);
        Expect.values(Autograd.grad(g, x), 2);
    }

    @Test
    void a71SharedLeafFromSeveralThreads() throws InterruptedException {
        Tensor x = ones(1000).requiresGrad_();
        inThreads(8, () -> x.mul(2).sum().backward());
        for (double v : x.grad().toDoubleArray()) {
            assertEquals(16, v);
        }
    }

    @Test
    void sharedLargeLeafFromSeveralThreadsLosesNothing() throws InterruptedException {
        Tensor x = ones(100_000).requiresGrad_();
        inThreads(4, () -> {
            for (int i = 0; i < 25; i++) {
                x.mul(2).sum().backward();
            }
        });
        assertEquals(200, x.grad().min().item());
        assertEquals(200, x.grad().max().item());
    }

    @Test
    void trainFnFromTenThreads() throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        inThreads(10, () -> {
            for (int i = 0; i < 10_000; i++) {
                Tensor x = ones(5, 5).requiresGrad_();
                Tensor y = x.add(3).mul(x.add(4)).mul(0.5);
                y.sum().backward();
                float[] grad = x.grad().toFloatArray();
                for (float v : grad) {
                    if (v != 4.5f) {
                        synchronized (wrong) {
                            wrong.add("round " + i + ": " + v);
                        }
                    }
                }
            }
        });
        assertTrue(wrong.isEmpty(), () -> wrong.toString());
    }

    private static void inThreads(int n, Runnable body) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Thread t = new Thread(body);
            t.setUncaughtExceptionHandler((_, e) -> {
                synchronized (failures) {
                    failures.add(e);
                }
            });
            threads.add(t);
            t.start();
        }
        for (Thread t : threads) {
            t.join();
        }
        assertEquals(List.of(), failures);
    }

    @Test
    void a73ItemAndTruth() {
        Tensor x = scalar(2.5).requiresGrad_();
        assertEquals(2.5, x.item());
        assertTrue(x.itemBoolean());
        Expect.fails(() -> ones(2).itemBoolean(), "Boolean value of Tensor with more than one value is ambiguous");
        Expect.fails(() -> ones(2).item(), "a Tensor with 2 elements cannot be converted to Scalar");
    }

    @Test
    void a74DeepChain() {
        Tensor x = scalar(1.0).requiresGrad_();
        Tensor y = x;
        for (int i = 0; i < 50_000; i++) {
            y = y.add(1);
        }
        y.backward();
        Expect.values(x.grad(), 1);
    }

    @Test
    void aFunctionOfSeveralOutputs() {
        final class SinCos extends Function {
            @Override
            protected Tensor[] forwardAll(Context c, Tensor... x) {
                Tensor s = x[0].sin();
                Tensor k = x[0].cos();
                c.saveForBackward(s, k);
                return new Tensor[] {s, k};
            }

            @Override
            protected Tensor[] backward(Context c, Tensor... g) {
                return new Tensor[] {g[0].mul(c.saved(1)).sub(g[1].mul(c.saved(0)))};
            }
        }
        Tensor x = tensor(0.5).requiresGrad_();
        Tensor[] both = new SinCos().applyAll(x);
        both[0].add(both[1], 2).sum().backward();
        Expect.values(x.grad(), Math.cos(0.5) - 2 * Math.sin(0.5));
    }
}
