package dev.jgrad.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.UnaryKind;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Values of {@link dev.jgrad.spi.ElementwiseKernels} that no formula of the test says: known digits, wrapped integers, rounding
 * step by step.
 */
public abstract class ElementwiseValuesContract extends CopyContract {
    static double[] parameters(UnaryKind kind) {
        return switch (kind) {
            case LEAKY_RELU -> new double[] {0.01, 0, 0};
            case ELU -> new double[] {1.3, 1.05, 0.9};
            case CLAMP -> new double[] {0, 3, 0};
            case THRESHOLD -> new double[] {1, 20, 0};
            case SOFTPLUS -> new double[] {2, 20, 0};
            case HARDSHRINK, SOFTSHRINK -> new double[] {0.5, 0, 0};
            case NAN_TO_NUM -> new double[] {1, 2, 3};
            case LOGIT -> new double[] {-1, 0, 0};
            default -> new double[3];
        };
    }

    @Test
    void specialFunctionsHaveKnownValues() {
        // Computed with 30 digits.
        double[][] erf = {{0.5, 0.5204998778130465}, {-1, -0.8427007929497149}, {2, 0.9953222650189527}, {0, 0}};
        double[][] erfc = {{0.5, 0.4795001221869535}, {3, 2.209049699858544e-5}, {-2, 1.9953222650189527}};
        double[][] erfinv = {{0.5, 0.4769362762044699}, {-0.9, -1.1630871536766743}, {0.999, 2.326753765513525}};
        double[][] lgamma = {
            {0.5, 0.5723649429247001},
            {1, 0},
            {2, 0},
            {3.5, 1.2009736023470743},
            {100, 359.1342053695754},
            {-0.5, 1.2655121234846454},
            {1.5, -0.12078223763524522}
        };
        double[][] digamma = {
            {1, -0.5772156649015329}, {0.5, -1.9635100260214235}, {10.5, 2.3030010343166}, {-0.5, 0.03648997397857652}
        };
        double[][] trigamma = {{1, 1.6449340668482264}, {0.5, 4.934802200544679}, {20, 0.05127082293520311}};
        double[][] i0 = {{0, 1}, {1, 1.2660658777520084}, {-3, 4.880792585865024}, {30, 781672297823.9775}};
        double[][] gelu = {{1, 0.8413447460685429}, {-1, -0.15865525393145707}, {0.5, 0.34573123063700656}};
        known(UnaryKind.ERF, erf);
        known(UnaryKind.ERFC, erfc);
        known(UnaryKind.ERFINV, erfinv);
        known(UnaryKind.LGAMMA, lgamma);
        known(UnaryKind.DIGAMMA, digamma);
        known(UnaryKind.TRIGAMMA, trigamma);
        known(UnaryKind.I0, i0);
        known(UnaryKind.GELU, gelu);
    }

    private void known(UnaryKind kind, double[][] pairs) {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            double[] x = Arrays.stream(pairs).mapToDouble(p -> p[0]).toArray();
            double[] expected = Arrays.stream(pairs).mapToDouble(p -> p[1]).toArray();
            Sample in = Sample.dense(backend(), dtype, x, x.length);
            kernels()
                    .unary(
                            backend().stream(),
                            kind,
                            dtype,
                            in.buffer(),
                            in.layout(),
                            in.buffer(),
                            in.layout(),
                            0,
                            0,
                            0);
            // Arguments such as 0.999 are rounded to float first.
            Closeness.assertClose(dtype, dtype == DType.FLOAT64 ? 100 : 3, expected, in.read(), kind + " " + dtype);
        }
    }

    @Test
    void valuesDoNotDependOnPosition() {
        Random random = new Random(1);
        for (UnaryKind kind : UnaryKind.values()) {
            if (kind.isPredicate() || kind == UnaryKind.BITWISE_NOT) {
                continue;
            }
            double[] p = parameters(kind);
            double x = random.nextGaussian();
            for (int n : new int[] {1, 5, 8, 13, 16, 9000}) {
                double[] same = new double[n];
                Arrays.fill(same, x);
                Sample in = Sample.dense(backend(), DType.FLOAT32, same, n);
                kernels()
                        .unary(
                                backend().stream(),
                                kind,
                                DType.FLOAT32,
                                in.buffer(),
                                in.layout(),
                                in.buffer(),
                                in.layout(),
                                p[0],
                                p[1],
                                p[2]);
                double[] y = in.read();
                for (double v : y) {
                    assertEquals(y[0], v, kind + " of " + x + " among " + n);
                }
            }
        }
    }

    @Test
    void integerDivisionByZeroThrows() {
        Sample a = Sample.dense(backend(), DType.INT32, new double[] {1, 2}, 2);
        for (BinaryKind kind : new BinaryKind[] {BinaryKind.FLOOR_DIV, BinaryKind.REMAINDER, BinaryKind.FMOD}) {
            ArgumentException e = assertThrows(ArgumentException.class, () -> {
                kernels()
                        .binaryScalar(
                                backend().stream(),
                                kind,
                                DType.INT32,
                                a.buffer(),
                                a.layout(),
                                a.buffer(),
                                a.layout(),
                                0,
                                0,
                                false,
                                0);
                backend().synchronize(backend().stream());
            });
            assertEquals("ZeroDivisionError", e.getMessage());
        }
    }

    /** PyTorch's values; a divisor of one element is a number, by which it divides in single precision. */
    @Test
    void quotientsOfSixteenBitsAreRoundedStepByStep() {
        double[] x = {32.75, 17, 37.75, 22.75};
        double[] y = {0.1044921875, 0.208984375, 0.921875, 1.0859375};
        assertQuotients(BinaryKind.FLOOR_DIV, DType.BFLOAT16, x, y, 314, 80, 40, 20);
        assertQuotients(BinaryKind.TRUNC_DIV, DType.BFLOAT16, x, y, 314, 81, 41, 21);
        assertQuotients(BinaryKind.FLOOR_DIV, DType.BFLOAT16, new double[] {32.75}, new double[] {0.1044921875}, 312);
        double[] z = {33.96875, 14.140625};
        assertQuotients(BinaryKind.TRUNC_DIV, DType.FLOAT16, z, new double[] {0.693359375, 0.5439453125}, 49, 26);
    }

    private void assertQuotients(BinaryKind kind, DType dtype, double[] x, double[] y, double... expected) {
        Sample a = Sample.dense(backend(), dtype, x, x.length);
        Sample b = Sample.dense(backend(), dtype, y, y.length);
        kernels()
                .binary(
                        backend().stream(),
                        kind,
                        dtype,
                        a.buffer(),
                        a.layout(),
                        a.buffer(),
                        a.layout(),
                        b.buffer(),
                        b.layout(),
                        0,
                        0);
        Closeness.assertClose(dtype, 0, expected, a.read(), kind + " " + dtype);
    }

    @Test
    void integersWrapAround() {
        Sample a = Sample.dense(backend(), DType.INT8, new double[] {127, -128, 100}, 3);
        kernels()
                .binaryScalar(
                        backend().stream(),
                        BinaryKind.ADD,
                        DType.INT8,
                        a.buffer(),
                        a.layout(),
                        a.buffer(),
                        a.layout(),
                        1,
                        1,
                        false,
                        0);
        Closeness.assertClose(DType.INT8, 0, new double[] {-128, -127, 101}, a.read(), "int8 + 1");
    }
}
