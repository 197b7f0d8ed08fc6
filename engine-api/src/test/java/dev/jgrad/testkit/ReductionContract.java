package dev.jgrad.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.ReduceKind;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every backend's {@link dev.jgrad.spi.ReductionKernels#reduce} must do, against naive loops in double. */
public abstract class ReductionContract {
    /** The backend under test. */
    protected abstract Backend backend();

    @Test
    void reducesAnyDimsOfAnyLayout() {
        long seed = Seeds.fresh();
        Random random = new Random(seed);
        long[][] shapes = {
            {},
            {1},
            {7},
            {5000},
            {20000},
            {3, 4},
            {300, 40},
            {40, 300},
            {1000, 3},
            {3, 1000},
            {20, 5000},
            {3000, 9},
            {2, 3, 4, 5},
            {16, 8, 9, 7},
            {2, 64, 14, 14},
            {0},
            {3, 0, 2},
            {1, 5, 1},
            {700, 700},
            {2, 3, 1, 2, 2}
        };
        DType[] dtypes = DType.values();
        for (int round = 0; round < 600; round++) {
            long[] sizes = shapes[random.nextInt(shapes.length)];
            DType dtype = dtypes[random.nextInt(dtypes.length)];
            ReduceKind kind = ReduceKind.values()[random.nextInt(ReduceKind.values().length)];
            Sample.Form form = Sample.Form.values()[random.nextInt(Sample.Form.values().length)];
            DType outDType = resultDType(kind, dtype);
            long[] outSizes = sizes.clone();
            for (int d = 0; d < sizes.length; d++) {
                if (random.nextInt(3) > 0) {
                    outSizes[d] = 1;
                }
            }
            String what = "seed " + seed + " round " + round + " " + kind + " " + dtype + " -> " + outDType + " " + form
                    + " " + Arrays.toString(sizes) + " -> " + Arrays.toString(outSizes);
            boolean empty = Arrays.stream(sizes).anyMatch(n -> n == 0);
            if (empty && (kind == ReduceKind.MAX || kind == ReduceKind.MIN)) {
                continue;
            }
            try {
                check(random, kind, dtype, outDType, form, sizes, outSizes, what);
            } catch (RuntimeException e) {
                throw new AssertionError(what, e);
            }
        }
    }

    private static DType resultDType(ReduceKind kind, DType dtype) {
        return switch (kind) {
            case SUM, PROD, NANSUM -> dtype.isFloatingPoint() ? dtype : DType.INT64;
            case MAX, MIN -> dtype;
            case MEAN, LOGSUMEXP, NORM1, NORM2 -> dtype.isFloatingPoint() ? dtype : DType.FLOAT32;
            case ANY, ALL -> DType.BOOL;
            case COUNT_NONZERO -> DType.INT64;
        };
    }

    private void check(
            Random random,
            ReduceKind kind,
            DType dtype,
            DType outDType,
            Sample.Form form,
            long[] sizes,
            long[] outSizes,
            String what) {
        int n = (int) Layout.contiguous(sizes).numel();
        double[] values = Sample.values(dtype, random, n);
        if (kind == ReduceKind.PROD) {
            for (int i = 0; i < n; i++) {
                values[i] = dtype.isFloatingPoint() ? Sample.rounded(dtype, 1 + values[i] * 1e-3) : values[i];
            }
        }
        if (dtype.isFloatingPoint() && random.nextInt(4) == 0 && n > 0) {
            double[] special = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
            values[random.nextInt(n)] = special[random.nextInt(3)];
        }
        Sample in = Sample.of(backend(), dtype, values, form, random, sizes);
        Sample.Form outForm = Sample.Form.values()[random.nextInt(Sample.Form.values().length)];
        Sample out = Sample.empty(backend(), outDType, outForm, random, outSizes);
        backend()
                .reductions()
                .reduce(
                        backend().stream(),
                        kind,
                        outDType,
                        out.buffer(),
                        out.layout(),
                        dtype,
                        in.buffer(),
                        in.layout());
        double[] expected = NaiveReduction.reduce(kind, dtype, values, sizes, outSizes);
        double factor = kind == ReduceKind.PROD ? 100 : kind == ReduceKind.MAX || kind == ReduceKind.MIN ? 0 : 1;
        boolean sum = kind == ReduceKind.SUM || kind == ReduceKind.NANSUM;
        // A sum of random signs is small beside its terms.
        double perResult = Math.sqrt(Math.max(1, (double) n / Math.max(1, expected.length)));
        Closeness.assertClose(
                outDType, Math.max(factor * (sum ? perResult / 10 : 1), factor), expected, out.read(), what);
    }

    @Test
    void variancesAndMeans() {
        long seed = Seeds.fresh();
        Random random = new Random(seed);
        long[][] shapes = {{7}, {200_000}, {3, 4}, {300, 40}, {40, 300}, {3000, 3}, {2, 3, 4, 5}, {16, 8, 9, 7}};
        for (int round = 0; round < 100; round++) {
            long[] sizes = shapes[random.nextInt(shapes.length)];
            DType dtype = random.nextBoolean() ? DType.FLOAT32 : DType.FLOAT64;
            long[] outSizes = sizes.clone();
            for (int d = 0; d < sizes.length; d++) {
                outSizes[d] = random.nextInt(3) > 0 ? 1 : sizes[d];
            }
            Sample.Form form = Sample.Form.values()[random.nextInt(Sample.Form.values().length)];
            String what = "seed " + seed + " " + dtype + form + Arrays.toString(sizes) + Arrays.toString(outSizes);
            double[] values =
                    Sample.values(dtype, random, (int) Layout.contiguous(sizes).numel());
            double shift = random.nextInt(50);
            Arrays.setAll(values, i -> Sample.rounded(dtype, values[i] + shift));
            Sample in = Sample.of(backend(), dtype, values, form, random, sizes);
            Sample variance = Sample.empty(backend(), dtype, Sample.Form.PERMUTED, random, outSizes);
            Sample mean =
                    Sample.dense(backend(), dtype, variance.read(), outSizes).as(variance.layout());
            backend()
                    .reductions()
                    .varMean(
                            backend().stream(),
                            dtype,
                            variance.buffer(),
                            mean.buffer(),
                            variance.layout(),
                            in.buffer(),
                            in.layout(),
                            1);
            double[] expectedMean = NaiveReduction.reduce(ReduceKind.MEAN, dtype, values, sizes, outSizes);
            Closeness.assertClose(dtype, 1, expectedMean, mean.read(), what);
            Closeness.assertClose(dtype, 10, NaiveReduction.variance(values, sizes, outSizes), variance.read(), what);
        }
    }

    @Test
    void sumsOfManyFloatsAreAccurate() {
        int n = 3_000_000;
        double[] values = new double[n];
        Arrays.fill(values, Sample.rounded(DType.FLOAT32, 0.1));
        Sample in = Sample.dense(backend(), DType.FLOAT32, values, n);
        Sample out = Sample.empty(backend(), DType.FLOAT32, Sample.Form.DENSE, new Random(1), 1);
        backend()
                .reductions()
                .reduce(
                        backend().stream(),
                        ReduceKind.SUM,
                        DType.FLOAT32,
                        out.buffer(),
                        out.layout(),
                        DType.FLOAT32,
                        in.buffer(),
                        in.layout());
        assertEquals((float) (values[0] * n), (float) out.read()[0], 0.2f);
    }
}
