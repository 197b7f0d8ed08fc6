package dev.jgrad.testkit;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.ElementwiseKernels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What every backend must do when it copies, converts and fills; and the elements and shapes that the contracts of {@link
 * ElementwiseKernels} draw from.
 */
public abstract class CopyContract {
    private static final double[] SPECIAL = {
        0.0,
        -0.0,
        1,
        -1,
        0.5,
        -0.5,
        1.5,
        2.5,
        -2.5,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        1e-40,
        3,
        -3,
        6,
        20,
        -20,
        100,
        -100,
        1e10,
        -1e10
    };
    static final long[][] SHAPES = {
        {},
        {1},
        {3},
        {8},
        {17},
        {1000},
        {20000},
        {5, 5},
        {33, 70},
        {4, 3, 5},
        {2, 3, 4, 5},
        {128, 1, 90},
        {0},
        {2, 0, 3}
    };

    /** The backend under test. */
    protected abstract Backend backend();

    /** The kernels under test. */
    protected ElementwiseKernels kernels() {
        return backend().elementwise();
    }

    /** Random values, with special ones among those of floating dtypes. */
    static double[] values(DType dtype, Random random, int n) {
        double[] values = Sample.values(dtype, random, n);
        if (dtype.isFloatingPoint()) {
            for (int i = 0; i < n; i++) {
                if (random.nextInt(4) == 0) {
                    values[i] = Sample.rounded(dtype, SPECIAL[random.nextInt(SPECIAL.length)]);
                }
            }
        }
        return values;
    }

    static Sample.Form form(Random random) {
        return Sample.Form.values()[random.nextInt(Sample.Form.values().length)];
    }

    static int count(long[] sizes) {
        return (int) Layout.contiguous(sizes).numel();
    }

    @Test
    void copiesConvertBetweenAllDTypes() {
        long seed = Seeds.fresh();
        Random random = new Random(seed);
        for (DType from : DType.values()) {
            for (DType to : DType.values()) {
                for (int round = 0; round < 4; round++) {
                    long[] sizes = SHAPES[random.nextInt(SHAPES.length)];
                    double[] x = Sample.values(from, random, count(sizes));
                    Sample in = Sample.of(backend(), from, x, form(random), random, sizes);
                    Sample out = Sample.empty(backend(), to, form(random), random, sizes);
                    kernels().copy(backend().stream(), to, out.buffer(), out.layout(), from, in.buffer(), in.layout());
                    double[] expected =
                            Arrays.stream(x).map(v -> Sample.rounded(to, v)).toArray();
                    Closeness.assertClose(
                            to,
                            0,
                            expected,
                            out.read(),
                            "seed " + seed + " " + from + " to " + to + " " + in.layout() + " to " + out.layout());
                }
            }
        }
    }

    @Test
    void copiesOneElementToMany() {
        long seed = Seeds.fresh();
        Random random = new Random(seed);
        for (DType dtype : DType.values()) {
            for (long[] sizes : new long[][] {{1}, {7}, {3000}, {70, 1000}, {2, 50, 40, 30}}) {
                double[] x = Sample.values(dtype, random, 1);
                Sample in = Sample.of(backend(), dtype, x, Sample.Form.OFFSET, random, 1);
                Layout repeated = Layout.strided(
                        sizes, new long[sizes.length], in.layout().offset());
                Sample out = Sample.empty(backend(), dtype, form(random), random, sizes);
                kernels().copy(backend().stream(), dtype, out.buffer(), out.layout(), dtype, in.buffer(), repeated);
                double[] expected = new double[count(sizes)];
                Arrays.fill(expected, x[0]);
                String what = "seed " + seed + " " + dtype + " " + Arrays.toString(sizes) + " to " + out.layout();
                Closeness.assertClose(dtype, 0, expected, out.read(), what);
            }
        }
    }

    @Test
    void fillsAndCounts() {
        long seed = Seeds.fresh();
        Random random = new Random(seed);
        for (DType dtype : DType.values()) {
            for (long[] sizes : SHAPES) {
                Sample out = Sample.empty(backend(), dtype, form(random), random, sizes);
                double[] expected = new double[count(sizes)];
                kernels().fill(backend().stream(), dtype, out.buffer(), out.layout(), 2.5, 3);
                Arrays.fill(expected, dtype.isFloatingPoint() ? 2.5 : dtype.isBool() ? 1 : 3);
                Closeness.assertClose(dtype, 0, expected, out.read(), "seed " + seed + " fill " + dtype);
                if (dtype.isBool()) {
                    continue;
                }
                kernels().arange(backend().stream(), dtype, out.buffer(), out.layout(), 1, 0.5, 2, 3);
                Arrays.setAll(
                        expected, i -> Sample.rounded(dtype, dtype.isFloatingPoint() ? 1 + 0.5 * i : 2 + 3.0 * i));
                Closeness.assertClose(dtype, 0, expected, out.read(), "seed " + seed + " arange " + dtype);
            }
        }
    }
}
