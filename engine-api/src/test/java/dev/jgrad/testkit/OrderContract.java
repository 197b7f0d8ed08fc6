package dev.jgrad.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.ReductionKernels;
import dev.jgrad.spi.ScanKind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every backend must do along a dimension: extremes with index, scans, sorting, searching. */
public abstract class OrderContract {
    private static final long[][] SHAPES = {
        {},
        {5},
        {1},
        {4, 3},
        {3, 400},
        {7, 1},
        {2, 65, 6},
        {3, 1, 4, 8},
        {50, 64},
        {6, 300},
        {70000},
        {2, 10000},
        {0, 3}
    };

    /** The backend under test. */
    protected abstract Backend backend();

    private ReductionKernels kernels() {
        return backend().reductions();
    }

    private interface Case {
        void run(Random random, DType dtype, long[] sizes, int dim, String what);
    }

    private static void repeat(Case test) {
        long seed = Seeds.fresh();
        Random random = new Random(seed);
        for (int round = 0; round < 150; round++) {
            DType dtype = DType.values()[random.nextInt(DType.values().length)];
            long[] sizes = SHAPES[random.nextInt(SHAPES.length)];
            int dim = sizes.length == 0 ? 0 : random.nextInt(sizes.length);
            String what = "seed " + seed + " round " + round + " " + dtype + Arrays.toString(sizes) + " dim " + dim;
            try {
                test.run(random, dtype, sizes, dim, what);
            } catch (RuntimeException e) {
                throw new AssertionError(what, e);
            }
        }
    }

    /** Many equal values, and sometimes NaN, infinities and zeros of both signs. */
    private Sample random(Random random, DType dtype, long... sizes) {
        double[] values =
                Sample.values(dtype, random, (int) Layout.contiguous(sizes).numel());
        if (dtype.isFloatingPoint()) {
            boolean specials = random.nextInt(3) == 0;
            double[] special = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0, -0.0};
            for (int i = 0; i < values.length; i++) {
                values[i] = specials && random.nextInt(10) == 0 ? special[random.nextInt(5)] : Math.rint(values[i] * 4);
            }
        }
        Sample.Form form = Sample.Form.values()[random.nextInt(Sample.Form.values().length)];
        return Sample.of(backend(), dtype, values, form, random, sizes);
    }

    private interface Line {
        void of(int[] elements, int number);
    }

    private static void forLines(long[] sizes, int dim, Line work) {
        if (sizes.length == 0) {
            work.of(new int[] {0}, 0);
            return;
        }
        Layout layout = Layout.contiguous(sizes);
        if (layout.numel() == 0) {
            return;
        }
        Layout starts = layout.slice(dim, 0, 1, 1);
        Positions p = new Positions(starts);
        for (int i = 0; i < starts.numel(); i++) {
            int[] line = new int[(int) sizes[dim]];
            int first = (int) p.at(i);
            Arrays.setAll(line, k -> first + k * (int) layout.stride(dim));
            work.of(line, i);
        }
    }

    private static long[] with(long[] sizes, int dim, long n) {
        long[] other = sizes.clone();
        if (other.length > 0 && other[dim] != 0) {
            other[dim] = n;
        }
        return other;
    }

    @Test
    void findsExtremesWithTheirIndex() {
        repeat((random, dtype, sizes, dim, what) -> {
            Sample in = random(random, dtype, sizes);
            long[] outSizes = with(sizes, dim, 1);
            Sample values = random(random, dtype, outSizes);
            Sample indices = random(random, DType.INT64, outSizes);
            boolean largest = random.nextBoolean();
            if (sizes.length > 0 && sizes[dim] == 0) {
                return;
            }
            kernels()
                    .reduceWithIndex(
                            backend().stream(),
                            largest,
                            dtype,
                            values.buffer(),
                            values.layout(),
                            indices.buffer(),
                            indices.layout(),
                            in.buffer(),
                            in.layout(),
                            dim);
            double[] x = in.read();
            double[] v = values.read();
            double[] at = indices.read();
            forLines(sizes, dim, (line, number) -> {
                int best = 0;
                for (int i = 1; i < line.length; i++) {
                    double a = x[line[i]];
                    double b = x[line[best]];
                    best = (largest ? a > b : a < b) || (a != a && b == b) ? i : best;
                }
                assertArrayEquals(new double[] {best}, new double[] {at[number]}, what);
                assertArrayEquals(new double[] {0 + x[line[best]]}, new double[] {0 + v[number]}, what);
            });
        });
    }

    @Test
    void scans() {
        repeat((random, dtype, sizes, dim, what) -> {
            ScanKind kind = ScanKind.values()[random.nextInt(dtype.isFloatingPoint() ? 5 : 4)];
            boolean extremes = kind == ScanKind.CUMMAX || kind == ScanKind.CUMMIN;
            Sample in = random(random, dtype, sizes);
            Sample out = random(random, dtype, sizes);
            Sample indices = extremes ? random(random, DType.INT64, sizes) : null;
            kernels()
                    .scan(
                            backend().stream(),
                            kind,
                            dtype,
                            out.buffer(),
                            out.layout(),
                            indices == null ? null : indices.buffer(),
                            indices == null ? null : indices.layout(),
                            in.buffer(),
                            in.layout(),
                            dim);
            double[] x = in.read();
            double[] expected = new double[x.length];
            double[] places = new double[x.length];
            forLines(sizes, dim, (line, number) -> scan(kind, dtype, x, line, expected, places));
            Closeness.assertClose(dtype, extremes ? 0 : 1, expected, out.read(), what + kind);
            if (indices != null) {
                assertArrayEquals(places, indices.read(), what + kind);
            }
        });
    }

    private static void scan(ScanKind kind, DType dtype, double[] x, int[] line, double[] expected, double[] places) {
        double state = kind == ScanKind.CUMPROD ? 1 : 0;
        long integer = kind == ScanKind.CUMPROD ? 1 : 0;
        int where = 0;
        for (int i = 0; i < line.length; i++) {
            double v = x[line[i]];
            switch (kind) {
                case CUMSUM -> {
                    state += v;
                    integer += (long) v;
                }
                case CUMPROD -> {
                    state *= v;
                    integer *= (long) v;
                }
                case CUMMAX, CUMMIN -> {
                    boolean better = kind == ScanKind.CUMMAX ? v >= state : v <= state;
                    if (i == 0 || v != v || better) {
                        state = v;
                        where = i;
                    }
                }
                case LOGCUMSUMEXP -> {
                    double old = i == 0 ? Double.NEGATIVE_INFINITY : state;
                    double m = Math.max(old, v);
                    state = Double.isInfinite(m) ? m : m + Math.log(Math.exp(old - m) + Math.exp(v - m));
                }
            }
            boolean wraps = !dtype.isFloatingPoint() && (kind == ScanKind.CUMSUM || kind == ScanKind.CUMPROD);
            expected[line[i]] = wraps ? wrapped(dtype, integer) : state;
            places[line[i]] = where;
        }
    }

    private static double wrapped(DType dtype, long v) {
        return switch (dtype) {
            case INT32 -> (int) v;
            case INT16 -> (short) v;
            case INT8 -> (byte) v;
            case UINT8 -> v & 0xff;
            case BOOL -> v != 0 ? 1 : 0;
            case INT64, FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> v;
        };
    }

    @Test
    void sortsAndSelects() {
        repeat((random, dtype, sizes, dim, what) -> {
            boolean descending = random.nextBoolean();
            int n = sizes.length == 0 ? 1 : (int) sizes[dim];
            int k = random.nextBoolean() ? n : random.nextInt(Math.min(n, 6) + 1);
            Sample in = random(random, dtype, sizes);
            Sample values = random(random, dtype, with(sizes, dim, k));
            Sample indices = random(random, DType.INT64, with(sizes, dim, k));
            if (sizes.length == 0 && k == 0) {
                return;
            }
            if (k == n) {
                kernels()
                        .sort(
                                backend().stream(),
                                dtype,
                                values.buffer(),
                                values.layout(),
                                indices.buffer(),
                                indices.layout(),
                                in.buffer(),
                                in.layout(),
                                dim,
                                descending);
            } else {
                kernels()
                        .topk(
                                backend().stream(),
                                dtype,
                                values.buffer(),
                                values.layout(),
                                indices.buffer(),
                                indices.layout(),
                                in.buffer(),
                                in.layout(),
                                dim,
                                descending);
            }
            double[] x = in.read();
            double[] sorted = values.read();
            double[] places = indices.read();
            long[] kSizes = with(sizes, dim, k);
            int[][] short0 = new int[(int) Math.max(1, values.layout().numel() / Math.max(1, k))][];
            forLines(kSizes, dim, (line, number) -> short0[number] = line);
            if (k == 0) {
                return;
            }
            Comparator<Integer> order = (a, b) -> compare(x[a], x[b]);
            forLines(sizes, dim, (line, number) -> {
                Integer[] elements = new Integer[line.length];
                Arrays.setAll(elements, i -> line[i]);
                Arrays.sort(elements, descending ? order.reversed() : order);
                for (int i = 0; i < k; i++) {
                    int to = short0[number][i];
                    assertArrayEquals(new double[] {x[elements[i]]}, new double[] {sorted[to]}, what);
                    assertArrayEquals(new double[] {elements[i]}, new double[] {line[(int) places[to]]}, what);
                }
            });
        });
    }

    /** NaN above everything; the zeros are equal, which Double.compare does not say. */
    private static int compare(double a, double b) {
        return Double.compare(a + 0.0, b + 0.0);
    }

    @Test
    void searches() {
        repeat((random, dtype, sizes, dim, what) -> {
            boolean shared = sizes.length < 2 || random.nextBoolean();
            int m = random.nextInt(30);
            long[] boundarySizes = shared ? new long[] {m} : sizes.clone();
            boundarySizes[boundarySizes.length - 1] = m;
            double[] b = Sample.values(
                    dtype, random, (int) Layout.contiguous(boundarySizes).numel());
            for (int at = 0; at + m <= b.length && m > 0; at += m) {
                Arrays.sort(b, at, at + m);
            }
            Sample.Form form = Sample.Form.values()[random.nextInt(Sample.Form.values().length)];
            Sample boundaries = Sample.of(backend(), dtype, b, form, random, boundarySizes);
            Sample values = random(random, dtype, sizes);
            Sample out = random(random, DType.INT64, sizes);
            boolean right = random.nextBoolean();
            kernels()
                    .searchSorted(
                            backend().stream(),
                            dtype,
                            out.buffer(),
                            out.layout(),
                            boundaries.buffer(),
                            boundaries.layout(),
                            values.buffer(),
                            values.layout(),
                            right);
            double[] v = values.read();
            double[] expected = new double[v.length];
            int row = sizes.length == 0 ? 1 : (int) sizes[sizes.length - 1];
            for (int i = 0; i < v.length; i++) {
                int at = shared ? 0 : i / row * m;
                int found = 0;
                while (found < m && (right ? !(b[at + found] > v[i]) : !(b[at + found] >= v[i]))) {
                    found++;
                }
                expected[i] = found;
            }
            assertArrayEquals(expected, out.read(), what);
        });
    }
}
