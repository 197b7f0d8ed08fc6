package dev.jgrad.testkit;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every backend's softmax must do, in any layout, against plain formulas. */
public abstract class SoftmaxContract {
    private static final DType[] FLOATING = {DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16, DType.FLOAT16};
    private static final Sample.Form[] FORMS = Sample.Form.values();

    /** The backend under test. */
    protected abstract Backend backend();

    interface Case {
        void run(Random random, DType dtype, String what);
    }

    static void repeat(int rounds, Case test) {
        long seed = Seeds.fresh();
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            DType dtype = FLOATING[random.nextInt(FLOATING.length)];
            String what = "seed " + seed + " round " + round + " " + dtype;
            try {
                test.run(random, dtype, what);
            } catch (RuntimeException e) {
                throw new AssertionError(what, e);
            }
        }
    }

    Sample random(Random random, DType dtype, long... sizes) {
        int n = (int) Layout.contiguous(sizes).numel();
        return Sample.of(
                backend(), dtype, Sample.values(dtype, random, n), FORMS[random.nextInt(FORMS.length)], random, sizes);
    }

    @Test
    void softmaxOfRowsThatAreNotFinite() {
        double[] odd = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN};
        repeat(60, (random, dtype, what) -> {
            int n = 1 + random.nextInt(70);
            double[] x = new double[3 * n];
            Arrays.setAll(x, i -> Sample.rounded(dtype, random.nextDouble(-3, 3)));
            if (random.nextBoolean()) {
                x[n + random.nextInt(n)] = odd[random.nextInt(3)];
            } else {
                Arrays.fill(x, n, 2 * n, odd[random.nextInt(3)]);
            }
            Sample in = Sample.dense(backend(), dtype, x, 3, n);
            Sample out = random(random, dtype, new long[] {3, n});
            backend()
                    .normalizations()
                    .softmaxForward(
                            backend().stream(), false, dtype, out.buffer(), out.layout(), in.buffer(), in.layout(), 1);
            double[] expected = new double[x.length];
            for (int row = 0; row < 3; row++) {
                double[] line = Arrays.copyOfRange(x, row * n, (row + 1) * n);
                double m = Arrays.stream(line).max().orElseThrow();
                double s = Arrays.stream(line).map(v -> Math.exp(v - m)).sum();
                for (int i = 0; i < n; i++) {
                    expected[row * n + i] = Math.exp(line[i] - m) / s;
                }
            }
            Closeness.assertClose(dtype, 1, expected, out.read(), what + " " + Arrays.toString(x));
        });
    }

    @Test
    void softmaxAndItsGradient() {
        long[][] shapes = {
            {},
            {5},
            {3, 10},
            {4, 1000},
            {200, 7},
            {2, 64, 9},
            {3, 5, 70},
            {1, 1},
            {2, 33, 4, 5},
            {0, 3},
            {1, 20001},
            {3, 17000},
            {3000, 3},
            {5000, 1},
            {90, 16},
            {7, 37},
            {300, 64},
            {6, 4096},
            {9, 9000}
        };
        repeat(260, (random, dtype, what) -> {
            long[] sizes = shapes[random.nextInt(shapes.length)];
            int dim = sizes.length == 0 ? 0 : random.nextInt(sizes.length);
            boolean log = random.nextBoolean();
            Sample in = random(random, dtype, sizes);
            Sample out = random(random, dtype, sizes);
            Sample grad = random(random, dtype, sizes);
            Sample gradIn = random(random, dtype, sizes);
            backend()
                    .normalizations()
                    .softmaxForward(
                            backend().stream(), log, dtype, out.buffer(), out.layout(), in.buffer(), in.layout(), dim);
            String name = what + " log " + log + " dim " + dim + " " + Arrays.toString(sizes);
            double[] x = in.read();
            double[] expected = new double[x.length];
            forLines(sizes, dim, line -> {
                double m = Arrays.stream(line).mapToDouble(i -> x[i]).max().orElse(0);
                double s =
                        Arrays.stream(line).mapToDouble(i -> Math.exp(x[i] - m)).sum();
                for (int i : line) {
                    expected[i] = log ? x[i] - m - Math.log(s) : Math.exp(x[i] - m) / s;
                }
            });
            double[] y = out.read();
            Closeness.assertClose(dtype, 1, expected, y, name);
            backend()
                    .normalizations()
                    .softmaxBackward(
                            backend().stream(),
                            log,
                            dtype,
                            gradIn.buffer(),
                            gradIn.layout(),
                            grad.buffer(),
                            grad.layout(),
                            out.buffer(),
                            out.layout(),
                            dim);
            double[] g = grad.read();
            double[] back = new double[x.length];
            forLines(sizes, dim, line -> {
                double s = Arrays.stream(line)
                        .mapToDouble(i -> log ? g[i] : g[i] * y[i])
                        .sum();
                for (int i : line) {
                    back[i] = log ? g[i] - Math.exp(y[i]) * s : (g[i] - s) * y[i];
                }
            });
            Closeness.assertClose(dtype, 5, back, gradIn.read(), name + " backward");
        });
    }

    private interface Line {
        void of(int[] elements);
    }

    private static void forLines(long[] sizes, int dim, Line work) {
        Layout layout = Layout.contiguous(sizes);
        if (sizes.length == 0) {
            work.of(new int[] {0});
            return;
        }
        if (layout.numel() == 0) {
            return;
        }
        Layout starts = layout.slice(dim, 0, 1, 1);
        Positions p = new Positions(starts);
        for (long i = 0; i < starts.numel(); i++) {
            int[] line = new int[(int) sizes[dim]];
            int first = (int) p.at(i);
            Arrays.setAll(line, k -> first + k * (int) layout.stride(dim));
            work.of(line);
        }
    }
}
