package dev.jgrad.testkit;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.LinalgKernels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every backend's {@link LinalgKernels#gemm} must do, against naive loops. */
public abstract class GemmContract {
    /** The backend under test. */
    protected abstract Backend backend();

    /** The kernels under test, where they are not the backend's own. */
    protected LinalgKernels kernels() {
        return backend().linalg();
    }

    @Test
    void multipliesAnyMatrices() {
        long seed = Seeds.fresh();
        Random random = new Random(seed);
        long[][] shapes = {
            {1, 1, 1},
            {3, 4, 5},
            {1, 70, 33},
            {50, 1, 20},
            {7, 300, 6},
            {33, 65, 129},
            {100, 600, 40},
            {4, 0, 3},
            {0, 3, 4},
            {260, 30, 530},
            {16, 64, 10},
            {2, 3, 1000}
        };
        for (int round = 0; round < 150; round++) {
            long[] s = shapes[random.nextInt(shapes.length)];
            DType dtype = DType.values()[random.nextInt(DType.values().length - 1)];
            long batch = random.nextInt(3);
            String what = "seed " + seed + " round " + round + " " + dtype + " batch " + batch + Arrays.toString(s);
            try {
                check(random, dtype, batch, s[0], s[1], s[2], what);
            } catch (RuntimeException e) {
                throw new AssertionError(what, e);
            }
        }
    }

    private Sample matrix(Random random, DType dtype, long batch, long rows, long columns) {
        long[] sizes = batch == 0 ? new long[] {rows, columns} : new long[] {batch, rows, columns};
        double[] values =
                Sample.values(dtype, random, (int) Layout.contiguous(sizes).numel());
        if (!dtype.isFloatingPoint()) {
            Arrays.setAll(values, i -> Sample.rounded(dtype, values[i] / 8));
        }
        Sample.Form form = Sample.Form.values()[random.nextInt(Sample.Form.values().length)];
        return Sample.of(backend(), dtype, values, form, random, sizes);
    }

    private void check(Random random, DType dtype, long batch, long m, long k, long n, String what) {
        Sample a = matrix(random, dtype, batch, m, k);
        Sample b = matrix(random, dtype, batch, k, n);
        Sample out = matrix(random, dtype, batch, m, n);
        double[] values = Sample.values(dtype, random, (int) n);
        Sample bias = random.nextBoolean() ? Sample.dense(backend(), dtype, values, n) : null;
        double[] scalars = {0, 1, 2};
        double alpha = scalars[random.nextInt(2) + 1];
        double beta = scalars[random.nextInt(3)];
        double[] x = a.read();
        double[] y = b.read();
        double[] old = out.read();
        double[] z = bias == null ? new double[(int) n] : bias.read();
        double[] expected = new double[old.length];
        for (int i = 0; i < expected.length; i++) {
            int g = (int) (i / (m * n));
            int row = (int) (i / n % m);
            int column = (int) (i % n);
            double s = 0;
            for (int p = 0; p < k; p++) {
                s += x[(int) ((g * m + row) * k + p)] * y[(int) ((g * k + p) * n + column)];
            }
            expected[i] = alpha * s + (beta == 0 ? 0 : beta * old[i]) + z[column];
            expected[i] = dtype.isFloatingPoint() ? expected[i] : Sample.rounded(dtype, expected[i]);
        }
        kernels()
                .gemm(
                        backend().stream(),
                        dtype,
                        out.buffer(),
                        out.layout(),
                        a.buffer(),
                        a.layout(),
                        b.buffer(),
                        b.layout(),
                        bias == null ? null : bias.buffer(),
                        bias == null ? null : bias.layout().expand(out.layout().sizes()),
                        alpha,
                        beta);
        // Terms of either sign leave a sum that is small beside them; 16-bit dtypes may round before the bias is added.
        double factor = (1 + Math.sqrt(k)) * (dtype.isReducedFloatingPoint() ? 2 : 1);
        Closeness.assertClose(dtype, factor, expected, out.read(), what + " alpha " + alpha + " beta " + beta);
    }
}
