package dev.jgrad.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.ConvSpec;
import dev.jgrad.testkit.Closeness;
import dev.jgrad.testkit.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Several threads compute with the same weights, and any number of threads gives the same result. */
final class ManyThreadsTest {
    private static final ConvSpec SPEC = new ConvSpec(new long[] {1, 1}, new long[] {1, 1}, new long[] {1, 1}, 1);

    private final Backend backend = new CpuBackend();
    private final Sample weight = sample(new Random(7), 32, 16, 3, 3);

    private Sample sample(Random random, long... sizes) {
        int n = (int) Layout.contiguous(sizes).numel();
        return Sample.dense(backend, DType.FLOAT32, Sample.values(DType.FLOAT32, random, n), sizes);
    }

    /** A convolution and a product with it, of sizes and numbers that depend on the seed alone. */
    private double[] compute(int seed) {
        Random random = new Random(seed);
        int n = 1 + seed % 3;
        int size = 6 + seed % 7;
        Sample x = sample(random, n, 16, size, size);
        Layout out = Layout.channelsLast(n, 32, size, size);
        Sample y = Sample.dense(backend, DType.FLOAT32, new double[(int) out.numel()], out.sizes())
                .as(out);
        backend.convolutions()
                .forward(
                        backend.stream(),
                        DType.FLOAT32,
                        SPEC,
                        y.buffer(),
                        out,
                        x.buffer(),
                        x.layout(),
                        weight.buffer(),
                        weight.layout(),
                        null);
        Sample matrix = sample(random, size * size, 40);
        Sample product = Sample.dense(backend, DType.FLOAT32, new double[32 * 40], 32, 40);
        Layout first = out.select(0, 0).view(32, size * size).orElseThrow();
        backend.linalg()
                .gemm(
                        backend.stream(),
                        DType.FLOAT32,
                        product.buffer(),
                        product.layout(),
                        y.buffer(),
                        first,
                        matrix.buffer(),
                        matrix.layout(),
                        null,
                        null,
                        1,
                        0);
        return product.read();
    }

    @Test
    void threadsDoNotDisturbEachOther() throws Exception {
        List<double[]> expected = new ArrayList<>();
        for (int seed = 0; seed < 24; seed++) {
            expected.add(compute(seed));
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            List<Callable<double[]>> tasks = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                int seed = i % 24;
                tasks.add(() -> compute(seed));
            }
            int i = 0;
            for (Future<double[]> result : pool.invokeAll(tasks)) {
                assertArrayEquals(expected.get(i % 24), result.get(), "seed " + i % 24);
                i++;
            }
        }
    }

    @Test
    void virtualThreadsToo() throws Exception {
        double[] expected = compute(3);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<double[]>> results = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                results.add(pool.submit(() -> compute(3)));
            }
            for (Future<double[]> result : results) {
                assertArrayEquals(expected, result.get());
            }
        }
    }

    @Test
    void anyNumberOfThreadsComputesTheSame() {
        int before = Parallel.mostThreads();
        Random random = new Random(5);
        Sample a = sample(random, 200, 300);
        Sample b = sample(random, 300, 250);
        Sample out = sample(random, 200, 250);
        double[] expected = null;
        try {
            for (int threads = 1; threads <= 4; threads++) {
                Parallel.setThreads(threads);
                backend.linalg()
                        .gemm(
                                backend.stream(),
                                DType.FLOAT32,
                                out.buffer(),
                                out.layout(),
                                a.buffer(),
                                a.layout(),
                                b.buffer(),
                                b.layout(),
                                null,
                                null,
                                1,
                                0);
                expected = expected == null ? out.read() : expected;
                Closeness.assertClose(DType.FLOAT32, 20, expected, out.read(), threads + " threads");
            }
        } finally {
            Parallel.setThreadsUpTo(before);
        }
    }
}
