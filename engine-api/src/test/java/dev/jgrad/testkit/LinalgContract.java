package dev.jgrad.testkit;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every backend's {@link dev.jgrad.spi.LinalgKernels} must do, against naive loops in double. */
public abstract class LinalgContract {
    private static final DType[] FLOATING = {DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16, DType.FLOAT16};
    private static final Sample.Form[] FORMS = Sample.Form.values();

    /** The backend under test. */
    protected abstract Backend backend();

    /** One product: what goes in, and the factors. */
    private record Case(
            DType dtype, int batch, int m, int n, int k, boolean bias, double alpha, double beta, String what) {
        long[] sizes(long rows, long columns) {
            return batch == 0 ? new long[] {rows, columns} : new long[] {batch, rows, columns};
        }
    }

    @Test
    void smallProducts() {
        repeat(300, 12, FLOATING);
    }

    @Test
    void largeProducts() {
        repeat(120, 90, FLOATING);
    }

    /** What fits in arrays, of the dtype that most products have. */
    @Test
    void productsInArrays() {
        repeat(300, 64, new DType[] {DType.FLOAT32});
    }

    private void repeat(int rounds, int greatest, DType[] dtypes) {
        long seed = Seeds.fresh();
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            Case c = new Case(
                    dtypes[random.nextInt(dtypes.length)],
                    random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0,
                    1 + random.nextInt(greatest),
                    1 + random.nextInt(greatest),
                    1 + random.nextInt(greatest),
                    random.nextBoolean(),
                    random.nextInt(3) == 0 ? 0.5 : 1,
                    random.nextInt(3) == 0 ? -0.25 : 0,
                    "seed " + seed + " round " + round);
            try {
                check(c, random);
            } catch (RuntimeException e) {
                throw new AssertionError(c.toString(), e);
            }
        }
    }

    private void check(Case c, Random random) {
        Sample a = operand(c, random, c.sizes(c.m, c.k));
        Sample b = operand(c, random, c.sizes(c.k, c.n));
        Sample out = operand(c, random, c.sizes(c.m, c.n));
        Sample bias = Sample.of(
                backend(), c.dtype, Sample.values(c.dtype, random, c.n), FORMS[random.nextInt(2)], random, c.n);
        if (c.batch > 1 && random.nextInt(3) == 0) {
            // The same matrix for the whole batch.
            b = b.as(b.layout().select(0, 0).unsqueeze(0).expand(c.sizes(c.k, c.n)));
        }
        double[] expected = naive(c, a.read(), b.read(), bias.read(), out.read());
        backend()
                .linalg()
                .gemm(
                        backend().stream(),
                        c.dtype,
                        out.buffer(),
                        out.layout(),
                        a.buffer(),
                        a.layout(),
                        b.buffer(),
                        b.layout(),
                        c.bias ? bias.buffer() : null,
                        c.bias ? bias.layout().expand(c.sizes(c.m, c.n)) : null,
                        c.alpha,
                        c.beta);
        Closeness.assertClose(
                c.dtype,
                10,
                expected,
                out.read(),
                c + " a " + a.layout() + " b " + b.layout() + " out " + out.layout());
    }

    private Sample operand(Case c, Random random, long[] sizes) {
        int n = (int) Layout.contiguous(sizes).numel();
        double[] values = Sample.values(c.dtype, random, n);
        for (int i = 0; i < n; i++) {
            // Sums of about 1, so that an absolute tolerance means something.
            values[i] = Sample.rounded(c.dtype, c.dtype.isFloatingPoint() ? values[i] / Math.sqrt(c.k) : values[i]);
        }
        return Sample.of(backend(), c.dtype, values, FORMS[random.nextInt(FORMS.length)], random, sizes);
    }

    private static double[] naive(Case c, double[] a, double[] b, double[] bias, double[] out) {
        double[] result = new double[out.length];
        for (int q = 0; q < Math.max(1, c.batch); q++) {
            for (int i = 0; i < c.m; i++) {
                for (int j = 0; j < c.n; j++) {
                    double sum = 0;
                    for (int p = 0; p < c.k; p++) {
                        sum += a[(q * c.m + i) * c.k + p] * b[(q * c.k + p) * c.n + j];
                    }
                    int at = (q * c.m + i) * c.n + j;
                    result[at] = c.alpha * sum + (c.beta == 0 ? 0 : c.beta * out[at]) + (c.bias ? bias[j] : 0);
                }
            }
        }
        return result;
    }
}
