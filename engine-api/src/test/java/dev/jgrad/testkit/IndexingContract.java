package dev.jgrad.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.data.DType;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ScatterKind;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every backend's {@link dev.jgrad.spi.IndexingKernels} must do, against naive loops. */
public abstract class IndexingContract {
    private static final long[][] SHAPES = {
        {5}, {1}, {4, 3}, {3, 40}, {7, 1}, {2, 5, 6}, {3, 1, 4, 8}, {50, 64}, {6, 300}, {2, 2, 2, 2, 2}, {4000, 2}
    };

    /** The backend under test. */
    protected abstract Backend backend();

    private interface Case {
        void run(Random random, DType dtype, long[] sizes, String what);
    }

    private void repeat(Case test) {
        long seed = Seeds.fresh();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            DType dtype = DType.values()[random.nextInt(DType.values().length)];
            long[] sizes = SHAPES[random.nextInt(SHAPES.length)];
            String what = "seed " + seed + " round " + round + " " + dtype + " " + Arrays.toString(sizes);
            try {
                test.run(random, dtype, sizes, what);
            } catch (RuntimeException e) {
                throw new AssertionError(what, e);
            }
        }
    }

    private Sample random(Random random, DType dtype, long... sizes) {
        int n = (int) Layout.contiguous(sizes).numel();
        return of(random, dtype, Sample.values(dtype, random, n), sizes);
    }

    private Sample of(Random random, DType dtype, double[] values, long... sizes) {
        Sample.Form form = Sample.Form.values()[random.nextInt(Sample.Form.values().length)];
        return Sample.of(backend(), dtype, values, form, random, sizes);
    }

    private Sample indices(Random random, long from, long to, long... sizes) {
        double[] values = new double[(int) Layout.contiguous(sizes).numel()];
        Arrays.setAll(values, i -> random.nextLong(from, to));
        return of(random, DType.INT64, values, sizes);
    }

    private static double combine(ScatterKind kind, DType dtype, double there, double value) {
        double v = switch (kind) {
            case SET -> value;
            case ADD -> there + value;
            case MUL -> there * value;
            case MAX -> Math.max(there, value);
            case MIN -> Math.min(there, value);
        };
        return Sample.rounded(dtype, v);
    }

    @Test
    void gathers() {
        repeat((random, dtype, sizes, what) -> {
            int dim = random.nextInt(sizes.length);
            long[] indexSizes = sizes.clone();
            indexSizes[dim] = random.nextInt(7);
            Sample in = random(random, dtype, sizes);
            Sample index = indices(random, 0, sizes[dim], indexSizes);
            Sample out = random(random, dtype, indexSizes);
            backend()
                    .indexing()
                    .gather(
                            backend().stream(),
                            dtype,
                            out.buffer(),
                            out.layout(),
                            in.buffer(),
                            in.layout(),
                            dim,
                            index.buffer(),
                            index.layout());
            double[] source = in.read();
            double[] where = index.read();
            double[] expected = new double[where.length];
            Positions small = new Positions(Layout.contiguous(indexSizes));
            Positions large = new Positions(Layout.contiguous(sizes));
            for (int i = 0; i < expected.length; i++) {
                long[] at = small.index(i);
                at[dim] = (long) where[i];
                expected[i] = source[(int) large.number(at)];
            }
            assertArrayEquals(expected, out.read(), what);
        });
    }

    @Test
    void scatters() {
        repeat((random, dtype, sizes, what) -> {
            int dim = random.nextInt(sizes.length);
            ScatterKind kind = ScatterKind.values()[random.nextInt(5)];
            long[] indexSizes = sizes.clone();
            indexSizes[dim] = random.nextInt(7);
            Sample self = random(random, dtype, sizes);
            Sample index = indices(random, 0, sizes[dim], indexSizes);
            Sample source = random(random, dtype, indexSizes);
            double[] expected = self.read();
            backend()
                    .indexing()
                    .scatter(
                            backend().stream(),
                            kind,
                            dtype,
                            self.buffer(),
                            self.layout(),
                            dim,
                            index.buffer(),
                            index.layout(),
                            source.buffer(),
                            source.layout());
            double[] values = source.read();
            double[] where = index.read();
            Positions small = new Positions(Layout.contiguous(indexSizes));
            Positions large = new Positions(Layout.contiguous(sizes));
            for (int i = 0; i < values.length; i++) {
                long[] at = small.index(i);
                at[dim] = (long) where[i];
                int to = (int) large.number(at);
                expected[to] = combine(kind, dtype, expected[to], values[i]);
            }
            Closeness.assertClose(dtype, 1, expected, self.read(), what + kind);
        });
    }

    @Test
    void selectsSlices() {
        repeat((random, dtype, sizes, what) -> {
            int dim = random.nextInt(sizes.length);
            int n = random.nextInt(9);
            long[] outSizes = sizes.clone();
            outSizes[dim] = n;
            Sample in = random(random, dtype, sizes);
            Sample index = indices(random, 0, sizes[dim], n);
            Sample out = random(random, dtype, outSizes);
            backend()
                    .indexing()
                    .indexSelect(
                            backend().stream(),
                            dtype,
                            out.buffer(),
                            out.layout(),
                            in.buffer(),
                            in.layout(),
                            dim,
                            index.buffer(),
                            index.layout());
            double[] source = in.read();
            double[] where = index.read();
            Positions small = new Positions(Layout.contiguous(outSizes));
            Positions large = new Positions(Layout.contiguous(sizes));
            double[] expected = new double[(int) out.layout().numel()];
            for (int i = 0; i < expected.length; i++) {
                long[] at = small.index(i);
                at[dim] = (long) where[(int) at[dim]];
                expected[i] = source[(int) large.number(at)];
            }
            assertArrayEquals(expected, out.read(), what);
        });
    }

    @Test
    void scattersSlices() {
        repeat((random, dtype, sizes, what) -> {
            int dim = random.nextInt(sizes.length);
            ScatterKind kind = ScatterKind.values()[random.nextInt(5)];
            int n = random.nextInt(9);
            long[] sourceSizes = sizes.clone();
            sourceSizes[dim] = n;
            Sample self = random(random, dtype, sizes);
            Sample index = indices(random, 0, sizes[dim], n);
            Sample source = random(random, dtype, sourceSizes);
            double[] expected = self.read();
            backend()
                    .indexing()
                    .indexScatter(
                            backend().stream(),
                            kind,
                            dtype,
                            self.buffer(),
                            self.layout(),
                            dim,
                            index.buffer(),
                            index.layout(),
                            source.buffer(),
                            source.layout());
            double[] values = source.read();
            double[] where = index.read();
            Positions small = new Positions(Layout.contiguous(sourceSizes));
            Positions large = new Positions(Layout.contiguous(sizes));
            for (int i = 0; i < values.length; i++) {
                long[] at = small.index(i);
                at[dim] = (long) where[(int) at[dim]];
                int to = (int) large.number(at);
                expected[to] = combine(kind, dtype, expected[to], values[i]);
            }
            Closeness.assertClose(dtype, 1, expected, self.read(), what + kind);
        });
    }

    @Test
    void getsAndPutsTuples() {
        repeat((random, dtype, sizes, what) -> {
            int k = 1 + random.nextInt(sizes.length);
            long[][] shared = {{5}, {}, {2, 3}, {0}, {1500}};
            long[] s = shared[random.nextInt(shared.length)];
            Buffer[] buffers = new Buffer[k];
            Layout[] layouts = new Layout[k];
            double[][] where = new double[k][];
            for (int j = 0; j < k; j++) {
                Sample index = indices(random, -sizes[j], sizes[j], s);
                buffers[j] = index.buffer();
                layouts[j] = index.layout();
                where[j] = index.read();
            }
            long[] sizesOut = Arrays.copyOf(s, s.length + sizes.length - k);
            System.arraycopy(sizes, k, sizesOut, s.length, sizes.length - k);
            Sample in = random(random, dtype, sizes);
            Sample out = random(random, dtype, sizesOut);
            backend()
                    .indexing()
                    .indexGet(
                            backend().stream(),
                            dtype,
                            out.buffer(),
                            out.layout(),
                            in.buffer(),
                            in.layout(),
                            buffers,
                            layouts);
            double[] self = in.read();
            double[] got = out.read();
            int[] at = targets(sizes, sizesOut, s.length, k, where);
            double[] expected = new double[at.length];
            Arrays.setAll(expected, i -> self[at[i]]);
            assertArrayEquals(expected, got, what);

            ScatterKind kind = random.nextBoolean() ? ScatterKind.SET : ScatterKind.ADD;
            Sample source = random(random, dtype, sizesOut);
            backend()
                    .indexing()
                    .indexPut(
                            backend().stream(),
                            kind,
                            dtype,
                            in.buffer(),
                            in.layout(),
                            buffers,
                            layouts,
                            source.buffer(),
                            source.layout());
            double[] values = source.read();
            double[] exact = self.clone();
            for (int i = 0; i < values.length; i++) {
                self[at[i]] = combine(kind, dtype, self[at[i]], values[i]);
                exact[at[i]] =
                        kind == ScatterKind.SET || !dtype.isFloatingPoint() ? self[at[i]] : exact[at[i]] + values[i];
            }
            // Many values for one place may be added in float and rounded in the end, or one by one.
            double[] result = in.read();
            for (int i = 0; i < self.length; i++) {
                self[i] = Math.abs(exact[i] - result[i]) < Math.abs(self[i] - result[i]) ? exact[i] : self[i];
            }
            Closeness.assertClose(dtype, 1, self, result, what + kind);
        });
    }

    private static int[] targets(long[] sizes, long[] sizesOut, int sharedRank, int k, double[][] where) {
        Positions small = new Positions(Layout.contiguous(sizesOut));
        Positions large = new Positions(Layout.contiguous(sizes));
        Positions shared = new Positions(Layout.contiguous(Arrays.copyOf(sizesOut, sharedRank)));
        int[] at = new int[(int) Layout.contiguous(sizesOut).numel()];
        for (int i = 0; i < at.length; i++) {
            long[] from = small.index(i);
            int tuple = (int) shared.number(Arrays.copyOf(from, sharedRank));
            long[] to = new long[sizes.length];
            for (int j = 0; j < k; j++) {
                long v = (long) where[j][tuple];
                to[j] = v < 0 ? v + sizes[j] : v;
            }
            System.arraycopy(from, sharedRank, to, k, sizes.length - k);
            at[i] = (int) large.number(to);
        }
        return at;
    }

    @Test
    void findsNonzeroElements() {
        repeat((random, dtype, sizes, what) -> {
            Sample in = random(random, dtype, sizes);
            double[] values = in.read();
            long n = backend().indexing().countNonzero(backend().stream(), dtype, in.buffer(), in.layout());
            assertEquals(Arrays.stream(values).filter(v -> v != 0).count(), n, what);
            Sample out = random(random, DType.INT64, n, sizes.length);
            backend()
                    .indexing()
                    .nonzero(backend().stream(), dtype, out.buffer(), out.layout(), in.buffer(), in.layout());
            Positions p = new Positions(in.layout());
            double[] tuples = out.read();
            int at = 0;
            for (int i = 0; i < values.length; i++) {
                if (values[i] != 0) {
                    for (long index : p.index(i)) {
                        assertEquals(index, (long) tuples[at++], what);
                    }
                }
            }
        });
    }

    @Test
    void refusesIndicesOutOfRange() {
        Sample in = Sample.dense(backend(), DType.FLOAT32, new double[12], 3, 4);
        Sample bad = Sample.dense(backend(), DType.INT64, new double[] {5}, 1);
        Sample out = Sample.dense(backend(), DType.FLOAT32, new double[4], 1, 4);
        IndexException e = assertThrows(IndexException.class, () -> {
            backend()
                    .indexing()
                    .indexGet(
                            backend().stream(),
                            DType.FLOAT32,
                            out.buffer(),
                            out.layout(),
                            in.buffer(),
                            in.layout(),
                            new Buffer[] {bad.buffer()},
                            new Layout[] {bad.layout()});
            backend().synchronize(backend().stream());
        });
        assertEquals("index 5 is out of bounds for dimension 0 with size 3", e.getMessage());
    }
}
