package dev.jgrad.cuda.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.contract.CudaTest;
import dev.jgrad.cuda.contract.CudaUnderTest;
import dev.jgrad.data.DType;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.ReduceKind;
import dev.jgrad.spi.ScanKind;
import dev.jgrad.spi.ScatterKind;
import dev.jgrad.testkit.Closeness;
import dev.jgrad.testkit.NaiveReduction;
import dev.jgrad.testkit.Sample;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Forms of kernels that only large or oddly shaped tensors reach. */
@CudaTest
class KernelChoicesTest {
    private final Random random = new Random(3);

    private static CudaBackend backend() {
        return CudaUnderTest.backend();
    }

    private static CudaStream stream() {
        return backend().stream();
    }

    @AfterEach
    void narrowAgain() {
        WalkPlan.alwaysWide = false;
    }

    private Sample sample(DType dtype, Sample.Form form, long... sizes) {
        int n = (int) Layout.contiguous(sizes).numel();
        return Sample.of(backend(), dtype, Sample.values(dtype, random, n), form, random, sizes);
    }

    private Sample indices(long below, long... sizes) {
        double[] values = new double[(int) Layout.contiguous(sizes).numel()];
        Arrays.setAll(values, i -> random.nextLong(below));
        return Sample.dense(backend(), DType.INT64, values, sizes);
    }

    private void reduces(ReduceKind kind, Sample.Form form, long[] sizes, long[] outSizes) {
        Sample in = sample(DType.FLOAT32, form, sizes);
        Sample out = Sample.empty(backend(), DType.FLOAT32, Sample.Form.DENSE, random, outSizes);
        backend()
                .reductions()
                .reduce(
                        stream(),
                        kind,
                        DType.FLOAT32,
                        out.buffer(),
                        out.layout(),
                        DType.FLOAT32,
                        in.buffer(),
                        in.layout());
        double[] expected = NaiveReduction.reduce(kind, DType.FLOAT32, in.read(), sizes, outSizes);
        Closeness.assertClose(DType.FLOAT32, 20, expected, out.read(), kind + " " + form + Arrays.toString(sizes));
    }

    @Test
    void fewResultsOfManyElementsAreCutIntoSlices() {
        for (ReduceKind kind : new ReduceKind[] {ReduceKind.SUM, ReduceKind.MAX, ReduceKind.LOGSUMEXP}) {
            reduces(kind, Sample.Form.DENSE, new long[] {2, 60_000}, new long[] {2, 1});
            reduces(kind, Sample.Form.DENSE, new long[] {30_000, 5}, new long[] {1, 5});
            reduces(kind, Sample.Form.GAPS, new long[] {30_000, 5}, new long[] {1, 1});
            reduces(kind, Sample.Form.CHANNELS_LAST, new long[] {3, 40, 30, 30}, new long[] {1, 40, 1, 1});
        }
    }

    @Test
    void extremesOfLongLinesKeepTheFirstIndex() {
        double[] values = new double[100_000];
        Arrays.setAll(values, i -> i % 1000);
        Sample in = Sample.dense(backend(), DType.INT32, values, values.length);
        Sample best = Sample.empty(backend(), DType.INT32, Sample.Form.DENSE, random, 1);
        Sample at = Sample.empty(backend(), DType.INT64, Sample.Form.DENSE, random, 1);
        for (boolean largest : new boolean[] {true, false}) {
            backend()
                    .reductions()
                    .reduceWithIndex(
                            stream(),
                            largest,
                            DType.INT32,
                            best.buffer(),
                            best.layout(),
                            at.buffer(),
                            at.layout(),
                            in.buffer(),
                            in.layout(),
                            0);
            assertArrayEquals(new double[] {largest ? 999 : 0}, best.read());
            assertArrayEquals(new double[] {largest ? 999 : 0}, at.read());
        }
    }

    @Test
    void theFirstOfASortAreTakenWhateverTheirNumber() {
        int n = 5000;
        Sample in = sample(DType.FLOAT32, Sample.Form.OFFSET, 2, n);
        double[] x = in.read();
        for (int k : new int[] {1, 300, 512, 513, 2000, n}) {
            Sample values = Sample.empty(backend(), DType.FLOAT32, Sample.Form.DENSE, random, 2, k);
            Sample at = Sample.empty(backend(), DType.INT64, Sample.Form.DENSE, random, 2, k);
            backend()
                    .reductions()
                    .topk(
                            stream(),
                            DType.FLOAT32,
                            values.buffer(),
                            values.layout(),
                            at.buffer(),
                            at.layout(),
                            in.buffer(),
                            in.layout(),
                            1,
                            true);
            double[] expected = new double[2 * k];
            for (int line = 0; line < 2; line++) {
                double[] sorted = Arrays.copyOfRange(x, line * n, (line + 1) * n);
                Arrays.sort(sorted);
                for (int i = 0; i < k; i++) {
                    expected[line * k + i] = sorted[n - 1 - i];
                }
            }
            assertArrayEquals(expected, values.read(), "k " + k);
            double[] places = at.read();
            for (int i = 0; i < 2 * k; i++) {
                assertEquals(expected[i], x[i / k * n + (int) places[i]]);
            }
        }
    }

    @Test
    void manyValuesForOnePlaceMeetInTheOrderOfTheSource() {
        for (long[] sizes : new long[][] {{3000}, {3, 700}, {40, 6}}) {
            for (int dim = 0; dim < sizes.length; dim++) {
                for (ScatterKind kind : ScatterKind.values()) {
                    scatters(kind, sizes, dim);
                }
            }
        }
    }

    private void scatters(ScatterKind kind, long[] sizes, int dim) {
        long[] selfSizes = sizes.clone();
        selfSizes[dim] = 10;
        Sample self = sample(DType.FLOAT64, Sample.Form.GAPS, selfSizes);
        Sample index = indices(10, sizes);
        Sample source = sample(DType.FLOAT64, Sample.Form.PERMUTED, sizes);
        double[] expected = self.read();
        double[] where = index.read();
        double[] values = source.read();
        Layout plain = Layout.contiguous(sizes);
        Layout target = Layout.contiguous(selfSizes);
        for (int i = 0; i < values.length; i++) {
            long at = 0;
            for (int d = 0; d < sizes.length; d++) {
                long own = i / plain.stride(d) % sizes[d];
                at += (d == dim ? (long) where[i] : own) * target.stride(d);
            }
            double there = expected[(int) at];
            expected[(int) at] = switch (kind) {
                case SET -> values[i];
                case ADD -> there + values[i];
                case MUL -> there * values[i];
                case MAX -> Math.max(there, values[i]);
                case MIN -> Math.min(there, values[i]);
            };
        }
        backend()
                .indexing()
                .scatter(
                        stream(),
                        kind,
                        DType.FLOAT64,
                        self.buffer(),
                        self.layout(),
                        dim,
                        index.buffer(),
                        index.layout(),
                        source.buffer(),
                        source.layout());
        assertArrayEquals(expected, self.read(), kind + Arrays.toString(sizes) + dim);
    }

    @Test
    void rowsOfAnEmbeddingAddUp() {
        Sample self = Sample.dense(backend(), DType.FLOAT32, new double[4 * 5], 4, 5);
        Sample index = indices(4, 300);
        Sample source = sample(DType.FLOAT32, Sample.Form.DENSE, 300, 5);
        backend()
                .indexing()
                .indexScatter(
                        stream(),
                        ScatterKind.ADD,
                        DType.FLOAT32,
                        self.buffer(),
                        self.layout(),
                        0,
                        index.buffer(),
                        index.layout(),
                        source.buffer(),
                        source.layout());
        double[] expected = new double[20];
        double[] values = source.read();
        double[] where = index.read();
        for (int i = 0; i < values.length; i++) {
            expected[(int) where[i / 5] * 5 + i % 5] += values[i];
        }
        Closeness.assertClose(DType.FLOAT32, 10, expected, self.read(), "rows");
    }

    @Test
    void placesBeyondTwoToThe31AreCountedInSixtyFourBits() {
        WalkPlan.alwaysWide = true;
        Sample a = sample(DType.FLOAT32, Sample.Form.PERMUTED, 20, 30);
        Sample b = sample(DType.FLOAT32, Sample.Form.GAPS, 20, 30);
        Sample out = Sample.empty(backend(), DType.FLOAT32, Sample.Form.DENSE, random, 20, 30);
        backend()
                .elementwise()
                .binary(
                        stream(),
                        BinaryKind.ADD,
                        DType.FLOAT32,
                        out.buffer(),
                        out.layout(),
                        a.buffer(),
                        a.layout(),
                        b.buffer(),
                        b.layout(),
                        0,
                        0);
        double[] x = a.read();
        double[] y = b.read();
        double[] sums = new double[x.length];
        Arrays.setAll(sums, i -> (float) (x[i] + y[i]));
        assertArrayEquals(sums, out.read());

        backend()
                .elementwise()
                .copy(stream(), DType.FLOAT32, out.buffer(), out.layout(), DType.FLOAT32, a.buffer(), a.layout());
        assertArrayEquals(x, out.read());

        backend()
                .reductions()
                .scan(
                        stream(),
                        ScanKind.CUMMAX,
                        DType.FLOAT32,
                        out.buffer(),
                        out.layout(),
                        null,
                        null,
                        a.buffer(),
                        a.layout(),
                        1);
        double[] running = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            running[i] = i % 30 == 0 ? x[i] : Math.max(running[i - 1], x[i]);
        }
        assertArrayEquals(running, out.read());
        reduces(ReduceKind.SUM, Sample.Form.GAPS, new long[] {7, 300}, new long[] {7, 1});
        scatters(ScatterKind.ADD, new long[] {3, 100}, 1);
    }

    @Test
    void halfPrecisionConvertsEveryBitPattern() {
        double[] all = new double[1 << 16];
        Arrays.setAll(all, i -> Float.float16ToFloat((short) i));
        Sample half = Sample.dense(backend(), DType.FLOAT16, all, all.length);
        Sample single = Sample.empty(backend(), DType.FLOAT32, Sample.Form.DENSE, random, all.length);
        convert(half, single);
        assertArrayEquals(all, single.read());
        convert(single, half);
        assertArrayEquals(all, half.read());
    }

    @Test
    void halfPrecisionRoundsToTheNearestAndTiesToEven() {
        double[] values = new double[40_000];
        for (int i = 0; i < values.length; i++) {
            // Every exponent of half precision and some beyond, with ties among the significands.
            int bits = (random.nextInt(0x30000000, 0x48000000) & (i % 2 == 0 ? -1 : 0xfffff000))
                    | (random.nextBoolean() ? 1 << 31 : 0);
            values[i] = Float.intBitsToFloat(bits);
        }
        values[0] = 65519.996;
        values[1] = 65520;
        values[2] = Double.NaN;
        values[3] = Double.POSITIVE_INFINITY;
        values[4] = 0x1p-25;
        values[5] = 0x1.000002p-25;
        Sample single = Sample.dense(backend(), DType.FLOAT32, values, values.length);
        for (DType dtype : new DType[] {DType.FLOAT16, DType.BFLOAT16}) {
            Sample narrow = Sample.empty(backend(), dtype, Sample.Form.DENSE, random, values.length);
            convert(single, narrow);
            double[] expected =
                    Arrays.stream(values).map(v -> Sample.rounded(dtype, v)).toArray();
            assertArrayEquals(expected, narrow.read(), dtype.toString());
        }
    }

    private static void convert(Sample from, Sample to) {
        backend()
                .elementwise()
                .copy(stream(), to.dtype(), to.buffer(), to.layout(), from.dtype(), from.buffer(), from.layout());
    }

    @Test
    void aBadIndexIsNotedOnceAndTheDeviceGoesOn() {
        Sample in = Sample.dense(backend(), DType.FLOAT32, new double[] {1, 2, 3}, 3);
        Sample out = Sample.empty(backend(), DType.FLOAT32, Sample.Form.DENSE, random, 2);
        Sample bad = Sample.dense(backend(), DType.INT64, new double[] {1, 7}, 2);
        IndexException e = assertThrows(IndexException.class, () -> {
            gather(in, out, bad);
            out.read();
        });
        assertEquals("index 7 is out of bounds for dimension 0 with size 3", e.getMessage());
        gather(in, out, Sample.dense(backend(), DType.INT64, new double[] {1, 2}, 2));
        assertArrayEquals(new double[] {2, 3}, out.read());
    }

    private static void gather(Sample in, Sample out, Sample index) {
        backend()
                .indexing()
                .gather(
                        stream(),
                        DType.FLOAT32,
                        out.buffer(),
                        out.layout(),
                        in.buffer(),
                        in.layout(),
                        0,
                        index.buffer(),
                        index.layout());
    }
}
