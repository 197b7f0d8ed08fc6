package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Passes that meet at the same nodes: at once in several threads, one within the other, and after one that failed. */
class PassesOverOneGraphTest {
    private static final Autograd.Options RETAIN = Autograd.Options.DEFAULT.withRetainGraph();

    private static Tensor leaf() {
        return tensor(1, 2, 3).to(dev.jgrad.data.DType.FLOAT32).requiresGrad_();
    }

    private static Tensor chain(Tensor x) {
        Tensor y = x;
        for (int i = 0; i < 20; i++) {
            y = y.mul(2).add(x).mul(0.5);
        }
        return y.mul(x).sum();
    }

    private static double[] gradient(Tensor output, Tensor x) {
        Tensor g = Autograd.grad(List.of(output), List.of(x), null, RETAIN).getFirst();
        return new double[] {
            g.select(0, 0).item(), g.select(0, 1).item(), g.select(0, 2).item()
        };
    }

    @Test
    void threadsMayWalkOneGraphAtOnce() throws Exception {
        Tensor x = leaf();
        Tensor output = chain(x);
        double[] expected = gradient(output, x);
        int threads = 4;
        CountDownLatch start = new CountDownLatch(threads + 1);
        Callable<List<double[]>> walk = () -> {
            List<double[]> found = new ArrayList<>();
            start.countDown();
            start.await();
            for (int i = 0; i < 50; i++) {
                found.add(gradient(output, x));
            }
            return found;
        };
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<List<double[]>>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                results.add(pool.submit(walk));
            }
            // The thread that made the graph finds its nodes by another way than the others.
            walk.call().forEach(g -> assertArrayEquals(expected, g));
            for (Future<List<double[]>> result : results) {
                result.get().forEach(g -> assertArrayEquals(expected, g));
            }
        }
    }

    @Test
    void threadsMayAccumulateIntoOneLeaf() throws Exception {
        Tensor x = leaf();
        int threads = 4;
        int passes = 50;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                results.add(pool.submit(() -> {
                    for (int k = 0; k < passes; k++) {
                        x.mul(2).sum().backward();
                    }
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        }
        assertEquals(2.0 * threads * passes, x.grad().select(0, 0).item());
    }

    @Test
    void aPassMayRunWithinAnotherOneOverTheSameNodes() {
        Tensor x = leaf();
        Tensor y = x.mul(3);
        Tensor output = y.mul(y).sum();
        List<double[]> inner = new ArrayList<>();
        y.registerHook(g -> {
            if (inner.isEmpty()) {
                inner.add(new double[0]); // the inner pass meets this hook as well
                inner.add(gradient(output, x));
            }
            return null;
        });
        output.backward(null, true, false);
        double[] expected = {18, 36, 54};
        assertArrayEquals(expected, inner.get(1));
        assertEquals(18, x.grad().select(0, 0).item());
        assertEquals(54, x.grad().select(0, 2).item());
    }

    @Test
    void aPassMayFollowOneThatFailed() {
        Tensor x = leaf();
        Tensor y = x.mul(3);
        Tensor output = y.add(y.mul(y)).sum();
        boolean[] fails = {true};
        y.registerHook(g -> {
            if (fails[0]) {
                throw new IllegalStateException("the hook's own");
            }
            return null;
        });
        assertThrows(IllegalStateException.class, () -> output.backward(null, true, false));
        fails[0] = false;
        output.backward(null, true, false);
        assertEquals(3 + 18, x.grad().select(0, 0).item());
    }
}
