package dev.jgrad.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.DType;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.RandomKernels.Distribution;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** What every backend's {@link dev.jgrad.spi.RandomKernels} must do. */
public abstract class RandomContract {
    private static final long SEED = 0x1234_5678_9abcL;

    /** The backend under test. */
    protected abstract Backend backend();

    private double[] draw(Distribution d, DType dtype, long offset, double p, double q, long... sizes) {
        Sample out = Sample.empty(backend(), dtype, Sample.Form.DENSE, new Random(0), sizes);
        backend()
                .randoms()
                .fill(backend().stream(), d, dtype, out.buffer(), out.layout(), SEED, offset, p, q, (long) p, (long) q);
        return out.read();
    }

    @Test
    void distributionsHaveTheirMoments() {
        int n = 200_000;
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            check(draw(Distribution.UNIFORM, dtype, 0, -1, 3, n), 1, 16.0 / 12);
            check(draw(Distribution.NORMAL, dtype, 0, 2, 3, n), 2, 9);
            check(draw(Distribution.BERNOULLI, dtype, 0, 0.3, 0, n), 0.3, 0.21);
            check(draw(Distribution.EXPONENTIAL, dtype, 0, 2, 0, n), 0.5, 0.25);
        }
        check(draw(Distribution.INTEGER, DType.INT64, 0, -5, 15, n), 4.5, (400 - 1) / 12.0);
    }

    private static void check(double[] x, double mean, double variance) {
        double m = DoubleStream.of(x).average().orElseThrow();
        double v = DoubleStream.of(x).map(a -> (a - m) * (a - m)).average().orElseThrow();
        assertEquals(mean, m, 0.02 * Math.max(1, Math.sqrt(variance)), "mean");
        assertEquals(variance, v, 0.03 * Math.max(1, variance), "variance");
    }

    @Test
    void stayWithinTheirBounds() {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16}) {
            for (double x : draw(Distribution.UNIFORM, dtype, 3, 0, 1, 50_000)) {
                assertTrue(x >= 0 && x < 1, dtype + " " + x);
            }
        }
        for (DType dtype : new DType[] {DType.INT64, DType.INT32, DType.UINT8, DType.INT16, DType.INT8}) {
            double[] x = draw(Distribution.INTEGER, dtype, 3, 2, 9, 5000);
            assertEquals(2, Arrays.stream(x).min().orElseThrow());
            assertEquals(8, Arrays.stream(x).max().orElseThrow());
        }
    }

    @Test
    void elementsDependOnTheirNumberOnly() {
        double[] all = draw(Distribution.NORMAL, DType.FLOAT32, 7, 0, 1, 30_000);
        assertArrayEquals(all, draw(Distribution.NORMAL, DType.FLOAT32, 7, 0, 1, 100, 300));
        assertArrayEquals(
                Arrays.copyOf(all, 10), draw(Distribution.NORMAL, DType.FLOAT32, 7, 0, 1, 10), "fewer elements");
        // One counter serves four floats.
        assertArrayEquals(
                Arrays.copyOfRange(all, 4000, 5000),
                draw(Distribution.NORMAL, DType.FLOAT32, 7 + 1000, 0, 1, 1000),
                "from a later counter");
        Sample gaps = Sample.empty(backend(), DType.FLOAT32, Sample.Form.GAPS, new Random(3), 100, 300);
        backend()
                .randoms()
                .fill(
                        backend().stream(),
                        Distribution.NORMAL,
                        DType.FLOAT32,
                        gaps.buffer(),
                        gaps.layout(),
                        SEED,
                        7,
                        0,
                        1,
                        0,
                        0);
        assertArrayEquals(all, gaps.read(), "another layout");
    }

    @Test
    void permutationsHaveEachNumberOnce() {
        int n = 5000;
        Sample out = Sample.empty(backend(), DType.INT64, Sample.Form.DENSE, new Random(0), n);
        backend().randoms().permutation(backend().stream(), out.buffer(), n, SEED, 0);
        double[] x = out.read();
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < n; i++) {
            assertEquals(i, sorted[i]);
        }
        long moved =
                java.util.stream.IntStream.range(0, n).filter(i -> x[i] != i).count();
        assertTrue(moved > n * 0.99);
    }
}
