package dev.jgrad.testkit;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What every backend's {@link dev.jgrad.spi.NormalizationKernels} must do, against naive loops in double. */
public abstract class NormalizationContract extends SoftmaxContract {
    private static final double EPS = 1e-5;

    /** The dtype of a batch norm's statistics and parameters. */
    private DType vectors(DType dtype) {
        boolean half = dtype == DType.FLOAT16 || dtype == DType.BFLOAT16;
        return half && backend().normalizations().takesFloatVectors() ? DType.FLOAT32 : dtype;
    }

    private Sample vector(Random random, DType dtype, double from, double to, long n) {
        double[] v = new double[(int) n];
        Arrays.setAll(v, i -> Sample.rounded(dtype, random.nextDouble(from, to)));
        return Sample.dense(backend(), dtype, v, n);
    }

    @Test
    void layerNormAndItsGradients() {
        repeat(60, (random, dtype, what) -> {
            int rows = random.nextInt(1, 300);
            int n = random.nextInt(1, 200);
            String name = what + " " + rows + "x" + n;
            boolean affine = random.nextBoolean();
            Sample in = Sample.dense(backend(), dtype, Sample.values(dtype, random, rows * n), rows, n);
            Sample grad = Sample.dense(backend(), dtype, Sample.values(dtype, random, rows * n), rows, n);
            Sample out = Sample.empty(backend(), dtype, Sample.Form.DENSE, random, rows, n);
            Sample gradIn = Sample.empty(backend(), dtype, Sample.Form.DENSE, random, rows, n);
            Sample mean = Sample.empty(backend(), dtype, Sample.Form.DENSE, random, rows);
            Sample inv = Sample.empty(backend(), dtype, Sample.Form.DENSE, random, rows);
            Sample weight = vector(random, dtype, 0.5, 2, n);
            Sample bias = vector(random, dtype, -1, 1, n);
            Sample gradWeight = vector(random, dtype, 0.5, 2, n);
            Sample gradBias = vector(random, dtype, 0.5, 2, n);
            backend()
                    .normalizations()
                    .layerNormForward(
                            backend().stream(),
                            dtype,
                            out.buffer(),
                            out.layout(),
                            mean.buffer(),
                            inv.buffer(),
                            in.buffer(),
                            in.layout(),
                            affine ? weight.buffer() : null,
                            affine ? bias.buffer() : null,
                            EPS);
            backend()
                    .normalizations()
                    .layerNormBackward(
                            backend().stream(),
                            dtype,
                            gradIn.buffer(),
                            affine ? gradWeight.buffer() : null,
                            affine ? gradBias.buffer() : null,
                            grad.buffer(),
                            grad.layout(),
                            in.buffer(),
                            in.layout(),
                            mean.buffer(),
                            inv.buffer(),
                            affine ? weight.buffer() : null);
            double[] w = affine ? weight.read() : ones(n);
            double[] b = affine ? bias.read() : new double[n];
            int[][] groups = new int[rows][n];
            for (int r = 0; r < rows; r++) {
                int first = r * n;
                Arrays.setAll(groups[r], k -> first + k);
            }
            Normal e = new Normal(in.read(), grad.read(), groups, i -> w[i % n], i -> b[i % n]);
            Closeness.assertClose(dtype, 20, e.out, out.read(), name);
            if (n > 3) {
                Closeness.assertClose(dtype, 100, e.gradIn, gradIn.read(), name + " gradInput");
            }
            if (affine) {
                double[] ew = new double[n];
                double[] eb = new double[n];
                double[] g = grad.read();
                for (int i = 0; i < g.length; i++) {
                    ew[i % n] += g[i] * e.standard[i];
                    eb[i % n] += g[i];
                }
                Closeness.assertClose(dtype, 100, ew, gradWeight.read(), name + " gradWeight");
                Closeness.assertClose(dtype, 100, eb, gradBias.read(), name + " gradBias");
            }
        });
    }

    @Test
    void batchNormAndItsGradients() {
        long[][] shapes = {
            {8, 5}, {4, 3, 6, 5}, {2, 64, 7, 7}, {3, 17, 40}, {2, 3, 4, 5, 6}, {16, 1, 4, 4}, {5, 6, 1, 1}
        };
        repeat(120, (random, dtype, what) -> {
            long[] sizes = shapes[random.nextInt(shapes.length)];
            int c = (int) sizes[1];
            DType vectors = vectors(dtype);
            String name = what + " " + Arrays.toString(sizes);
            Sample in = random(random, dtype, sizes);
            Sample grad = random(random, dtype, sizes);
            Sample out = random(random, dtype, sizes);
            Sample gradIn = random(random, dtype, sizes);
            Sample mean = vector(random, vectors, 0, 1, c);
            Sample inv = vector(random, vectors, 0, 1, c);
            Sample weight = vector(random, vectors, 0.5, 2, c);
            Sample bias = vector(random, vectors, -1, 1, c);
            Sample runningMean = vector(random, vectors, -1, 1, c);
            Sample runningVar = vector(random, vectors, 0.5, 1, c);
            Sample gradWeight = vector(random, vectors, 0, 1, c);
            Sample gradBias = vector(random, vectors, 0, 1, c);
            double[] oldMean = runningMean.read();
            double[] oldVar = runningVar.read();
            backend()
                    .normalizations()
                    .batchNormTraining(
                            backend().stream(),
                            dtype,
                            out.buffer(),
                            out.layout(),
                            mean.buffer(),
                            inv.buffer(),
                            in.buffer(),
                            in.layout(),
                            weight.buffer(),
                            bias.buffer(),
                            runningMean.buffer(),
                            runningVar.buffer(),
                            0.1,
                            EPS);
            backend()
                    .normalizations()
                    .batchNormBackward(
                            backend().stream(),
                            dtype,
                            gradIn.buffer(),
                            gradIn.layout(),
                            gradWeight.buffer(),
                            gradBias.buffer(),
                            grad.buffer(),
                            grad.layout(),
                            in.buffer(),
                            in.layout(),
                            weight.buffer(),
                            mean.buffer(),
                            inv.buffer(),
                            true);
            double[] w = weight.read();
            double[] b = bias.read();
            int[][] groups = channels(sizes);
            int plane = (int) (in.layout().numel() / sizes[0] / c);
            Normal e = new Normal(in.read(), grad.read(), groups, i -> w[i / plane % c], i -> b[i / plane % c]);
            Closeness.assertClose(dtype, 20, e.out, out.read(), name);
            Closeness.assertClose(dtype, 100, e.gradIn, gradIn.read(), name + " gradInput");
            double[] g = grad.read();
            double[] ew = new double[c];
            double[] eb = new double[c];
            double[] em = new double[c];
            double[] ev = new double[c];
            for (int k = 0; k < c; k++) {
                double n = groups[k].length;
                em[k] = 0.9 * oldMean[k] + 0.1 * e.mean[k];
                ev[k] = 0.9 * oldVar[k] + 0.1 * e.variance[k] * n / (n - 1);
                for (int i : groups[k]) {
                    ew[k] += g[i] * e.standard[i];
                    eb[k] += g[i];
                }
            }
            Closeness.assertClose(dtype, 100, ew, gradWeight.read(), name + " gradWeight");
            Closeness.assertClose(dtype, 100, eb, gradBias.read(), name + " gradBias");
            Closeness.assertClose(dtype, 10, em, runningMean.read(), name + " running mean");
            Closeness.assertClose(dtype, 10, ev, runningVar.read(), name + " running variance");
            inference(random, dtype, sizes, in, out, weight, bias, mean, runningVar, plane, name);
        });
    }

    private void inference(
            Random random,
            DType dtype,
            long[] sizes,
            Sample in,
            Sample out,
            Sample weight,
            Sample bias,
            Sample mean,
            Sample variance,
            int plane,
            String name) {
        backend()
                .normalizations()
                .batchNormInference(
                        backend().stream(),
                        dtype,
                        out.buffer(),
                        out.layout(),
                        in.buffer(),
                        in.layout(),
                        weight.buffer(),
                        bias.buffer(),
                        mean.buffer(),
                        variance.buffer(),
                        EPS);
        double[] expected = in.read();
        double[] m = mean.read();
        double[] v = variance.read();
        double[] w = weight.read();
        double[] b = bias.read();
        for (int i = 0; i < expected.length; i++) {
            int k = i / plane % (int) sizes[1];
            expected[i] = (expected[i] - m[k]) / Math.sqrt(v[k] + EPS) * w[k] + b[k];
        }
        Closeness.assertClose(dtype, 20, expected, out.read(), name + " inference");
    }

    private static int[][] channels(long[] sizes) {
        int c = (int) sizes[1];
        int total = (int) Layout.contiguous(sizes).numel();
        int plane = (int) (total / sizes[0] / c);
        int[][] groups = new int[c][total / c];
        int[] filled = new int[c];
        for (int i = 0; i < total; i++) {
            int k = i / plane % c;
            groups[k][filled[k]++] = i;
        }
        return groups;
    }

    private static double[] ones(int n) {
        double[] v = new double[n];
        Arrays.fill(v, 1);
        return v;
    }

    /** Normalisation of groups of elements, and its gradient, as in the books. */
    private static final class Normal {
        final double[] out;
        final double[] standard;
        final double[] gradIn;
        final double[] mean;
        final double[] variance;

        Normal(double[] x, double[] g, int[][] groups, IntToDoubleFunction weight, IntToDoubleFunction bias) {
            out = new double[x.length];
            standard = new double[x.length];
            gradIn = new double[x.length];
            mean = new double[groups.length];
            variance = new double[groups.length];
            for (int k = 0; k < groups.length; k++) {
                int[] group = groups[k];
                int n = group.length;
                double m = Arrays.stream(group).mapToDouble(i -> x[i]).sum() / n;
                double v = Arrays.stream(group)
                                .mapToDouble(i -> (x[i] - m) * (x[i] - m))
                                .sum()
                        / n;
                double s = 1 / Math.sqrt(v + EPS);
                double sum = 0;
                double product = 0;
                for (int i : group) {
                    standard[i] = (x[i] - m) * s;
                    out[i] = standard[i] * weight.applyAsDouble(i) + bias.applyAsDouble(i);
                    sum += g[i] * weight.applyAsDouble(i);
                    product += g[i] * weight.applyAsDouble(i) * standard[i];
                }
                for (int i : group) {
                    gradIn[i] = (g[i] * weight.applyAsDouble(i) - sum / n - standard[i] * product / n) * s;
                }
                mean[k] = m;
                variance[k] = v;
            }
        }
    }
}
