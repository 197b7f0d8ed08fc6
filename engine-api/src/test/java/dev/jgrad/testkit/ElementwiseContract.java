package dev.jgrad.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Layout;
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
public abstract class ElementwiseContract extends ElementwiseValuesContract {
    private static double[] parameters(BinaryKind kind) {
        return switch (kind) {
            case ADD_SCALED -> new double[] {2, 0};
            case HARDTANH_GRAD, CLAMP_GRAD -> new double[] {-1, 2};
            case LEAKY_RELU_GRAD -> new double[] {0.25, 0};
            case SOFTPLUS_GRAD -> new double[] {2, 20};
            default -> new double[2];
        };
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
}
