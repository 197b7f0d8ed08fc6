package dev.jgrad.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.PoolSpec;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every backend's {@link dev.jgrad.spi.PoolingKernels} must do, against naive loops. */
public abstract class PoolingContract {
    private static final DType[] FLOATING = {DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16, DType.FLOAT16};
    private static final Sample.Form[] FORMS = Sample.Form.values();

    /** The backend under test. */
    protected abstract Backend backend();

    private interface Case {
        void run(Random random, DType dtype, String what);
    }

    private static void repeat(Case test) {
        long seed = Seeds.fresh();
        Random random = new Random(seed);
        for (int round = 0; round < 150; round++) {
            DType dtype = FLOATING[random.nextInt(FLOATING.length)];
            String what = "seed " + seed + " round " + round + " " + dtype;
            try {
                test.run(random, dtype, what);
            } catch (RuntimeException e) {
                throw new AssertionError(what, e);
            }
        }
    }

    private Sample random(Random random, DType dtype, long... sizes) {
        int n = (int) Layout.contiguous(sizes).numel();
        double[] values = Sample.values(dtype, random, n);
        return Sample.of(backend(), dtype, values, FORMS[random.nextInt(FORMS.length)], random, sizes);
    }

    @Test
    void maximaAndTheirGradients() {
        repeat((random, dtype, what) -> {
            boolean adaptive = random.nextInt(3) == 0;
            PoolingShape s = adaptive ? PoolingShape.adaptive(random) : PoolingShape.random(random, true);
            String name = what + " " + s + Arrays.toString(s.in()) + Arrays.toString(s.out());
            Sample in = random(random, dtype, s.in());
            Sample out = random(random, dtype, s.out());
            Sample indices = Sample.dense(
                            backend(),
                            DType.INT64,
                            new double[(int) Math.max(out.layout().extent(), 1)],
                            Math.max(out.layout().extent(), 1))
                    .as(out.layout());
            if (adaptive) {
                backend()
                        .pooling()
                        .adaptiveMaxForward(
                                backend().stream(),
                                dtype,
                                out.buffer(),
                                out.layout(),
                                indices.buffer(),
                                in.buffer(),
                                in.layout());
            } else {
                backend()
                        .pooling()
                        .maxForward(
                                backend().stream(),
                                dtype,
                                s.spec(),
                                out.buffer(),
                                out.layout(),
                                indices.buffer(),
                                in.buffer(),
                                in.layout());
            }
            double[] x = in.read();
            Positions p = new Positions(Layout.contiguous(s.out()));
            int planeIn = PoolingShape.plane(s.in());
            int planeOut = PoolingShape.plane(s.out());
            double[] expected =
                    new double[x.length == 0 ? 0 : (int) out.layout().numel()];
            double[] places = new double[expected.length];
            for (int i = 0; i < expected.length; i++) {
                int base = i / planeOut * planeIn;
                int best = -1;
                for (int w : s.window(p.index(i), adaptive)) {
                    if (best < 0 || x[base + w] > x[base + best]) {
                        best = w;
                    }
                }
                expected[i] = x[base + best];
                places[i] = best;
            }
            assertArrayEquals(expected, out.read(), name);
            assertArrayEquals(places, indices.read(), name);

            if (!adaptive) {
                Sample plain = random(random, dtype, s.out());
                backend()
                        .pooling()
                        .maxForward(
                                backend().stream(),
                                dtype,
                                s.spec(),
                                plain.buffer(),
                                plain.layout(),
                                null,
                                in.buffer(),
                                in.layout());
                assertArrayEquals(expected, plain.read(), name);
            }

            Sample grad = random(random, dtype, s.out());
            Sample gradIn = random(random, dtype, s.in());
            backend()
                    .pooling()
                    .maxBackward(
                            backend().stream(),
                            dtype,
                            gradIn.buffer(),
                            gradIn.layout(),
                            grad.buffer(),
                            grad.layout(),
                            indices.buffer(),
                            indices.layout());
            double[] g = grad.read();
            double[] back = new double[x.length];
            for (int i = 0; i < g.length; i++) {
                back[i / planeOut * planeIn + (int) places[i]] += g[i];
            }
            Closeness.assertClose(dtype, 5, back, gradIn.read(), name);

            Sample again = random(random, dtype, s.in());
            backend()
                    .pooling()
                    .maxBackward(
                            backend().stream(),
                            dtype,
                            adaptive ? null : s.spec(),
                            again.buffer(),
                            again.layout(),
                            grad.buffer(),
                            grad.layout(),
                            indices.buffer(),
                            indices.layout());
            Closeness.assertClose(dtype, 5, back, again.read(), name + " by windows");
            if (!adaptive && s.in().length == 4) {
                byTaps(random, dtype, s, in, expected, grad, back, name);
            }
        });
    }

    /** Where a backend notes taps, values and gradients are those of indices. */
    private void byTaps(
            Random random,
            DType dtype,
            PoolingShape s,
            Sample in,
            double[] expected,
            Sample grad,
            double[] back,
            String name) {
        Sample out = random(random, dtype, s.out());
        long extent = Math.max(out.layout().extent(), 1);
        Sample taps = Sample.dense(backend(), DType.UINT8, new double[(int) extent], extent)
                .as(out.layout());
        boolean noted = backend()
                .pooling()
                .maxForwardWithTaps(
                        backend().stream(),
                        dtype,
                        s.spec(),
                        out.buffer(),
                        out.layout(),
                        taps.buffer(),
                        in.buffer(),
                        in.layout());
        if (!noted) {
            return;
        }
        assertArrayEquals(expected, out.read(), name + " with taps");
        Sample gradIn = random(random, dtype, s.in());
        backend()
                .pooling()
                .maxBackwardByTaps(
                        backend().stream(),
                        dtype,
                        s.spec(),
                        gradIn.buffer(),
                        gradIn.layout(),
                        grad.buffer(),
                        grad.layout(),
                        taps.buffer(),
                        taps.layout());
        Closeness.assertClose(dtype, 5, back, gradIn.read(), name + " by taps");
    }

    @Test
    void notANumberWins() {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            for (Sample.Form form : new Sample.Form[] {Sample.Form.DENSE, Sample.Form.CHANNELS_LAST}) {
                double[] values = new double[2 * 4];
                values[1] = Double.NaN;
                values[6] = Double.NEGATIVE_INFINITY;
                Sample in = Sample.of(backend(), dtype, values, form, new Random(1), 1, 2, 1, 4);
                Sample out = Sample.of(backend(), dtype, new double[4], form, new Random(1), 1, 2, 1, 2);
                Sample indices = Sample.of(backend(), DType.INT64, new double[4], form, new Random(1), 1, 2, 1, 2);
                long[] two = {1, 2};
                long[] one = {1, 1};
                PoolSpec spec = new PoolSpec(two, two, new long[2], one, true, 0);
                backend()
                        .pooling()
                        .maxForward(
                                backend().stream(),
                                dtype,
                                spec,
                                out.buffer(),
                                out.layout(),
                                indices.buffer(),
                                in.buffer(),
                                in.layout());
                assertArrayEquals(new double[] {Double.NaN, 0, 0, 0}, out.read());
                assertArrayEquals(new double[] {1, 2, 0, 3}, indices.read());
            }
        }
    }

    @Test
    void averagesAndTheirGradients() {
        repeat((random, dtype, what) -> {
            boolean adaptive = random.nextInt(3) == 0;
            PoolingShape s = adaptive ? PoolingShape.adaptive(random) : PoolingShape.random(random, false);
            String name = what + " " + s + Arrays.toString(s.in()) + Arrays.toString(s.out());
            Sample in = random(random, dtype, s.in());
            Sample out = random(random, dtype, s.out());
            Sample grad = random(random, dtype, s.out());
            Sample gradIn = random(random, dtype, s.in());
            forwardAndBackward(adaptive, dtype, s, in, out, grad, gradIn);
            double[] x = in.read();
            double[] g = grad.read();
            Positions p = new Positions(Layout.contiguous(s.out()));
            int planeIn = PoolingShape.plane(s.in());
            int planeOut = PoolingShape.plane(s.out());
            double[] expected = new double[(int) out.layout().numel()];
            double[] back = new double[x.length];
            for (int i = 0; i < expected.length; i++) {
                int base = i / planeOut * planeIn;
                int[] window = s.window(p.index(i), adaptive);
                double divisor = s.divisor(p.index(i), adaptive, window.length);
                for (int w : window) {
                    expected[i] += x[base + w] / divisor;
                    back[base + w] += g[i] / divisor;
                }
            }
            Closeness.assertClose(dtype, 3, expected, out.read(), name);
            Closeness.assertClose(dtype, 5, back, gradIn.read(), name + " backward");
        });
    }

    private void forwardAndBackward(
            boolean adaptive, DType dtype, PoolingShape s, Sample in, Sample out, Sample grad, Sample gradIn) {
        if (adaptive) {
            backend()
                    .pooling()
                    .adaptiveAverageForward(
                            backend().stream(), dtype, out.buffer(), out.layout(), in.buffer(), in.layout());
            backend()
                    .pooling()
                    .adaptiveAverageBackward(
                            backend().stream(), dtype, gradIn.buffer(), gradIn.layout(), grad.buffer(), grad.layout());
        } else {
            backend()
                    .pooling()
                    .averageForward(
                            backend().stream(), dtype, s.spec(), out.buffer(), out.layout(), in.buffer(), in.layout());
            backend()
                    .pooling()
                    .averageBackward(
                            backend().stream(),
                            dtype,
                            s.spec(),
                            gradIn.buffer(),
                            gradIn.layout(),
                            grad.buffer(),
                            grad.layout());
        }
    }
}
