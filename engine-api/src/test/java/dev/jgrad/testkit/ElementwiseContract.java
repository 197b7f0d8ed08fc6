package dev.jgrad.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.ElementwiseKernels;
import dev.jgrad.spi.TernaryKind;
import dev.jgrad.spi.UnaryKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every backend's {@link ElementwiseKernels} must do: each kind and dtype, on any layout, against plain formulas. */
public abstract class ElementwiseContract {
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
    private static final long[][] SHAPES = {
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

    private static double[] parameters(UnaryKind kind) {
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

    private static double[] parameters(BinaryKind kind) {
        return switch (kind) {
            case ADD_SCALED -> new double[] {2, 0};
            case HARDTANH_GRAD, CLAMP_GRAD -> new double[] {-1, 2};
            case LEAKY_RELU_GRAD -> new double[] {0.25, 0};
            case SOFTPLUS_GRAD -> new double[] {2, 20};
            default -> new double[2];
        };
    }

    /** Random values, with special ones among those of floating dtypes. */
    private static double[] values(DType dtype, Random random, int n) {
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

    private static Sample.Form form(Random random) {
        return Sample.Form.values()[random.nextInt(Sample.Form.values().length)];
    }

    private static int count(long[] sizes) {
        return (int) Layout.contiguous(sizes).numel();
    }

    /** Half of the time the first input itself, which every elementwise kernel must stand. */
    private Sample target(Random random, DType dtype, Sample first, long[] sizes) {
        return first.dtype() == dtype && random.nextBoolean()
                ? first
                : Sample.empty(backend(), dtype, form(random), random, sizes);
    }

    @Test
    void unaryKindsFollowTheirFormulas() {
        long seed = Seeds.fresh();
        Random random = new Random(seed);
        for (UnaryKind kind : UnaryKind.values()) {
            if (NaiveElementwise.isSpecial(kind)) {
                continue;
            }
            Set<DType> taken = EnumSet.allOf(DType.class);
            for (DType dtype : DType.values()) {
                for (int round = 0; round < 4; round++) {
                    long[] sizes = SHAPES[random.nextInt(SHAPES.length)];
                    double[] x = values(dtype, random, count(sizes));
                    double[] p = parameters(kind);
                    Sample in = Sample.of(backend(), dtype, x, form(random), random, sizes);
                    DType outDType = kind.isPredicate() ? DType.BOOL : dtype;
                    Sample out = target(random, outDType, in, sizes);
                    String what = "seed " + seed + " " + kind + " " + dtype + " " + Arrays.toString(sizes) + " "
                            + in.layout() + " to " + out.layout();
                    try {
                        kernels()
                                .unary(
                                        backend().stream(),
                                        kind,
                                        dtype,
                                        out.buffer(),
                                        out.layout(),
                                        in.buffer(),
                                        in.layout(),
                                        p[0],
                                        p[1],
                                        p[2]);
                    } catch (DTypeException e) {
                        taken.remove(dtype);
                        break;
                    }
                    double[] expected = new double[x.length];
                    double[] f = dtype == DType.FLOAT64 ? p : singles(p);
                    boolean not = dtype.isBool() && kind == UnaryKind.BITWISE_NOT;
                    Arrays.setAll(expected, i -> not ? 1 - x[i] : NaiveElementwise.unary(kind, x[i], f[0], f[1], f[2]));
                    Closeness.assertClose(outDType, factor(dtype), expected, out.read(), what);
                }
            }
            assertTakesItsDTypes(kind, taken, kind == UnaryKind.BITWISE_NOT);
        }
    }

    /** A kernel may refuse dtypes, but not all of a sort: what refuses everything has not been tested above. */
    private static void assertTakesItsDTypes(Enum<?> kind, Set<DType> taken, boolean integersOnly) {
        for (DType dtype : DType.values()) {
            if (integersOnly ? dtype.isIntegral() : dtype.isFloatingPoint()) {
                assertTrue(taken.contains(dtype), () -> kind + " takes " + taken + " only");
            }
        }
    }

    private static double[] singles(double[] p) {
        return Arrays.stream(p).map(v -> (float) v).toArray();
    }

    /** The formulas in the test cancel here and there. */
    private static double factor(DType dtype) {
        return dtype == DType.FLOAT64 ? 100 : 2;
    }

    @Test
    void binaryKindsFollowTheirFormulas() {
        long seed = Seeds.fresh();
        Random random = new Random(seed);
        for (BinaryKind kind : BinaryKind.values()) {
            if (NaiveElementwise.isSpecial(kind)) {
                continue;
            }
            Set<DType> taken = EnumSet.allOf(DType.class);
            for (DType dtype : DType.values()) {
                for (int round = 0; round < 4; round++) {
                    if (!binary(seed, random, kind, dtype)) {
                        taken.remove(dtype);
                        break;
                    }
                }
            }
            assertTakesItsDTypes(kind, taken, INTEGERS_ONLY.contains(kind));
        }
    }

    private static final Set<BinaryKind> INTEGERS_ONLY = EnumSet.of(
            BinaryKind.BITWISE_AND,
            BinaryKind.BITWISE_OR,
            BinaryKind.BITWISE_XOR,
            BinaryKind.SHIFT_LEFT,
            BinaryKind.SHIFT_RIGHT,
            BinaryKind.GCD,
            BinaryKind.LCM);

    private boolean binary(long seed, Random random, BinaryKind kind, DType dtype) {
        long[] sizes = SHAPES[random.nextInt(SHAPES.length)];
        int n = count(sizes);
        double[] x = values(dtype, random, n);
        double[] y = values(dtype, random, n);
        if (!dtype.isFloatingPoint()) {
            suitable(kind, y);
        }
        if (kind.name().endsWith("_GRAD")) {
            // Huge numbers times a derivative that underflows or cancels are left open.
            Arrays.setAll(x, i -> Math.abs(x[i]) > 100 ? 1 : x[i]);
        }
        double[] p = parameters(kind);
        Sample a = Sample.of(backend(), dtype, x, form(random), random, sizes);
        Sample b = Sample.of(backend(), dtype, y, form(random), random, sizes);
        // A broadcast operand repeats its first element.
        boolean broadcast = n > 0 && random.nextInt(3) == 0;
        if (broadcast) {
            Arrays.fill(y, y[0]);
            b = b.as(Layout.strided(sizes, new long[sizes.length], b.layout().offset()));
        }
        DType outDType = kind.isComparison() ? DType.BOOL : dtype;
        Sample out = target(random, outDType, a, sizes);
        String what = "seed " + seed + " " + kind + " " + dtype + " " + Arrays.toString(sizes) + " " + a.layout() + ", "
                + b.layout() + " to " + out.layout();
        try {
            kernels()
                    .binary(
                            backend().stream(),
                            kind,
                            dtype,
                            out.buffer(),
                            out.layout(),
                            a.buffer(),
                            a.layout(),
                            b.buffer(),
                            b.layout(),
                            p[0],
                            p[1]);
        } catch (DTypeException e) {
            return false;
        }
        boolean integral = !dtype.isFloatingPoint();
        double[] expected = new double[n];
        Arrays.setAll(expected, i -> NaiveElementwise.binary(kind, integral, x[i], y[i], p[0], p[1]));
        if (hasRoundingOfItsOwn(kind, dtype)) {
            return true;
        }
        Closeness.assertClose(outDType, factor(dtype), expected, out.read(), what);
        if (n > 0) {
            scalar(kind, dtype, sizes, x, y[0], form(random), random, p[0], what);
        }
        return true;
    }

    private void scalar(
            BinaryKind kind,
            DType dtype,
            long[] sizes,
            double[] x,
            double number,
            Sample.Form form,
            Random random,
            double p,
            String what) {
        if (kind.name().endsWith("_GRAD")) {
            return;
        }
        Sample a = Sample.of(backend(), dtype, x, form, random, sizes);
        DType outDType = kind.isComparison() ? DType.BOOL : dtype;
        boolean[] orders = kind == BinaryKind.FLOOR_DIV
                        || kind == BinaryKind.TRUNC_DIV
                        || kind == BinaryKind.POW
                        || kind == BinaryKind.REMAINDER
                        || kind == BinaryKind.FMOD
                ? new boolean[] {false}
                : new boolean[] {false, true};
        for (boolean first : orders) {
            Sample out = Sample.empty(backend(), outDType, form(random), random, sizes);
            kernels()
                    .binaryScalar(
                            backend().stream(),
                            kind,
                            dtype,
                            out.buffer(),
                            out.layout(),
                            a.buffer(),
                            a.layout(),
                            number,
                            (long) number,
                            first,
                            p);
            double[] expected = new double[x.length];
            boolean integral = !dtype.isFloatingPoint();
            Arrays.setAll(
                    expected,
                    i -> first
                            ? NaiveElementwise.binary(kind, integral, number, x[i], p, 0)
                            : NaiveElementwise.binary(kind, integral, x[i], number, p, 0));
            boolean root = kind == BinaryKind.POW && Math.abs(number) == 0.5;
            if (!root) {
                Closeness.assertClose(outDType, factor(dtype), expected, out.read(), what + " with number " + number);
            }
        }
    }

    /** Keeps away from what is undefined for integers. */
    private static void suitable(BinaryKind kind, double[] y) {
        for (int i = 0; i < y.length; i++) {
            switch (kind) {
                case FLOOR_DIV, TRUNC_DIV, REMAINDER, FMOD -> y[i] = y[i] == 0 ? 1 : y[i];
                case SHIFT_LEFT -> y[i] = Math.abs(y[i]) % 8;
                case POW -> y[i] = y[i] % 5;
                default -> {}
            }
        }
    }

    /** Where a quotient close to an integer falls on either side of it. */
    private static boolean hasRoundingOfItsOwn(BinaryKind kind, DType dtype) {
        return switch (kind) {
            case FLOOR_DIV, TRUNC_DIV, REMAINDER, FMOD -> dtype.isFloatingPoint();
            default -> false;
        };
    }

    @Test
    void ternaryKindsFollowTheirFormulas() {
        long seed = Seeds.fresh();
        Random random = new Random(seed);
        for (TernaryKind kind : TernaryKind.values()) {
            for (DType dtype : DType.values()) {
                if (!dtype.isFloatingPoint() && kind != TernaryKind.WHERE && kind != TernaryKind.CLAMP) {
                    continue;
                }
                for (int round = 0; round < 6; round++) {
                    long[] sizes = SHAPES[random.nextInt(SHAPES.length)];
                    int n = count(sizes);
                    DType aDType = kind == TernaryKind.WHERE ? DType.BOOL : dtype;
                    double[] x = Sample.values(aDType, random, n);
                    double[] y = Sample.values(dtype, random, n);
                    double[] z = Sample.values(dtype, random, n);
                    Sample a = Sample.of(backend(), aDType, x, form(random), random, sizes);
                    Sample b = Sample.of(backend(), dtype, y, form(random), random, sizes);
                    Sample c = Sample.of(backend(), dtype, z, form(random), random, sizes);
                    Sample out = Sample.empty(backend(), dtype, form(random), random, sizes);
                    kernels()
                            .ternary(
                                    backend().stream(),
                                    kind,
                                    dtype,
                                    out.buffer(),
                                    out.layout(),
                                    a.buffer(),
                                    a.layout(),
                                    b.buffer(),
                                    b.layout(),
                                    c.buffer(),
                                    c.layout(),
                                    2);
                    double[] expected = new double[n];
                    Arrays.setAll(expected, i -> NaiveElementwise.ternary(kind, x[i], y[i], z[i], 2));
                    // A quotient magnifies the rounding of a small divisor.
                    double factor = kind == TernaryKind.ADDCDIV ? 20 : factor(dtype);
                    Closeness.assertClose(
                            dtype, factor, expected, out.read(), "seed " + seed + " " + kind + " " + dtype);
                }
            }
        }
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
