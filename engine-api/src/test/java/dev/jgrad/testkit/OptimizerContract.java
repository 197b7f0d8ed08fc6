package dev.jgrad.testkit;

import dev.jgrad.data.DType;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.OptimizerKernels;
import dev.jgrad.spi.Stream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every backend's {@link dev.jgrad.spi.OptimizerKernels} must do, against the formulas of {@code torch.optim}. */
public abstract class OptimizerContract {
    private static final int STEPS = 3;

    /** The backend under test. */
    protected abstract Backend backend();

    @Test
    void sgdFollowsItsFormula() {
        Random random = new Random(5);
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            for (int n : new int[] {1, 7, 64, 20_001}) {
                for (int options = 0; options < 8; options++) {
                    sgd(dtype, n, (options & 1) != 0, (options & 2) != 0, (options & 4) != 0, random);
                }
            }
        }
    }

    private void sgd(DType dtype, int n, boolean momentum, boolean nesterov, boolean maximize, Random random) {
        double[] p = Sample.values(dtype, random, n);
        double[] b = new double[n];
        Sample parameter = Sample.dense(backend(), dtype, p, n);
        Sample buffer = Sample.empty(backend(), dtype, Sample.Form.DENSE, random, n);
        double mu = momentum ? 0.9 : 0;
        double dampening = nesterov ? 0 : 0.1;
        for (int step = 0; step < STEPS; step++) {
            double[] g = Sample.values(dtype, random, n);
            Sample gradient = Sample.dense(backend(), dtype, g, n);
            backend()
                    .optimizers()
                    .sgd(
                            backend().stream(),
                            dtype,
                            n,
                            parameter.buffer(),
                            gradient.buffer(),
                            momentum ? buffer.buffer() : null,
                            step == 0,
                            0.1,
                            mu,
                            dampening,
                            0.01,
                            momentum && nesterov,
                            maximize);
            for (int i = 0; i < n; i++) {
                double d = (maximize ? -g[i] : g[i]) + 0.01 * p[i];
                if (momentum) {
                    b[i] = step == 0 ? d : mu * b[i] + (1 - dampening) * d;
                    d = nesterov ? d + mu * b[i] : b[i];
                }
                p[i] -= 0.1 * d;
            }
        }
        Closeness.assertClose(dtype, 10, p, parameter.read(), "sgd " + dtype + " " + n);
        if (momentum) {
            Closeness.assertClose(dtype, 10, b, buffer.read(), "momentum " + dtype + " " + n);
        }
    }

    @Test
    void adamFollowsItsFormula() {
        Random random = new Random(6);
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            for (int n : new int[] {1, 7, 64, 20_001}) {
                for (int options = 0; options < 8; options++) {
                    adam(dtype, n, (options & 1) != 0, (options & 2) != 0, (options & 4) != 0, random);
                }
            }
        }
    }

    private void adam(DType dtype, int n, boolean amsgrad, boolean decoupled, boolean maximize, Random random) {
        double[] p = Sample.values(dtype, random, n);
        double[] m = new double[n];
        double[] v = new double[n];
        double[] max = new double[n];
        Sample parameter = Sample.dense(backend(), dtype, p, n);
        Sample first = Sample.dense(backend(), dtype, m, n);
        Sample second = Sample.dense(backend(), dtype, v, n);
        Sample greatest = Sample.dense(backend(), dtype, max, n);
        for (int step = 1; step <= STEPS; step++) {
            double[] g = Sample.values(dtype, random, n);
            Sample gradient = Sample.dense(backend(), dtype, g, n);
            backend()
                    .optimizers()
                    .adam(
                            backend().stream(),
                            dtype,
                            n,
                            parameter.buffer(),
                            gradient.buffer(),
                            first.buffer(),
                            second.buffer(),
                            amsgrad ? greatest.buffer() : null,
                            step,
                            0.01,
                            0.9,
                            0.999,
                            1e-8,
                            0.1,
                            decoupled,
                            maximize);
            for (int i = 0; i < n; i++) {
                double d = maximize ? -g[i] : g[i];
                if (decoupled) {
                    p[i] *= 1 - 0.01 * 0.1;
                } else {
                    d += 0.1 * p[i];
                }
                m[i] = 0.9 * m[i] + 0.1 * d;
                v[i] = 0.999 * v[i] + 0.001 * d * d;
                max[i] = Math.max(max[i], v[i]);
                double scale = (amsgrad ? Math.sqrt(max[i]) : Math.sqrt(v[i])) / Math.sqrt(1 - Math.pow(0.999, step));
                p[i] -= 0.01 / (1 - Math.pow(0.9, step)) * m[i] / (scale + 1e-8);
            }
        }
        Closeness.assertClose(dtype, 10, p, parameter.read(), "adam " + dtype + " " + n);
        Closeness.assertClose(dtype, 10, v, second.read(), "second moment " + dtype + " " + n);
    }

    /** A list gives what one tensor after the other gives, however many there are. */
    @Test
    void listsOfTensorsTakeTheSameSteps() {
        Random random = new Random(7);
        int n = 70;
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            long[] elements = new long[n];
            Buffer[][] together = new Buffer[6][n];
            Sample[][] alone = new Sample[6][n];
            Sample[][] listed = new Sample[6][n];
            for (int i = 0; i < n; i++) {
                int size = i == 3 ? 0 : i == 5 ? 9000 : 1 + random.nextInt(50);
                elements[i] = size;
                for (int role = 0; role < 6; role++) {
                    double[] values = Sample.values(dtype, random, size);
                    for (int k = 0; role > 1 && k < size; k++) {
                        values[k] = Math.abs(values[k]);
                    }
                    alone[role][i] = Sample.dense(backend(), dtype, values, size);
                    listed[role][i] = Sample.dense(backend(), dtype, values, size);
                    together[role][i] = listed[role][i].buffer();
                }
            }
            OptimizerKernels kernels = backend().optimizers();
            Stream stream = backend().stream();
            for (int i = 0; i < n; i++) {
                Buffer[] own = new Buffer[6];
                for (int role = 0; role < 6; role++) {
                    own[role] = alone[role][i].buffer();
                }
                long e = elements[i];
                kernels.sgd(stream, dtype, e, own[0], own[1], own[5], false, 0.1, 0.9, 0.1, 0.01, false, false);
                kernels.adam(
                        stream, dtype, e, own[0], own[1], own[2], own[3], own[4], 3, 0.01, 0.9, 0.99, 1e-8, 0.1, true,
                        false);
            }
            Buffer[][] t = together;
            kernels.sgdAll(stream, dtype, elements, t[0], t[1], t[5], false, 0.1, 0.9, 0.1, 0.01, false, false);
            kernels.adamAll(
                    stream, dtype, elements, t[0], t[1], t[2], t[3], t[4], 3, 0.01, 0.9, 0.99, 1e-8, 0.1, true, false);
            for (int i = 0; i < n; i++) {
                for (int role = 0; role < 6; role++) {
                    String what = dtype + " tensor " + i + " role " + role;
                    Closeness.assertClose(dtype, 0, alone[role][i].read(), listed[role][i].read(), what);
                }
            }
        }
    }
}
