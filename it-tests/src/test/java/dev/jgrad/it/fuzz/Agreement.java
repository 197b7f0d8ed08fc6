package dev.jgrad.it.fuzz;

import java.util.Optional;

/** Two observations of the same tensor. */
final class Agreement {
    private Agreement() {}

    /** Where they differ: bit by bit for exact values, else by more than the dtype's rounding. */
    static Optional<String> difference(Observation actual, Observation expected, double slack) {
        if (!actual.form().equals(expected.form())) {
            return Optional.of(
                    expected.name() + " is " + actual.form() + ", but " + expected.form() + " in the reference");
        }
        double rtol = slack * tolerance(expected);
        double scale = expected.trust() == Trust.EXACT ? 0 : scale(expected);
        for (int i = 0; i < expected.bits().length; i++) {
            double a = actual.value(i);
            double e = expected.value(i);
            boolean same = actual.bits()[i] == expected.bits()[i] || a == e || Double.isNaN(a) && Double.isNaN(e);
            if (!same && !(Math.abs(a - e) <= rtol * (Math.abs(e) + scale) && Double.isFinite(a))) {
                return Optional.of(expected.name() + " (" + expected.form() + ", " + expected.trust() + ") element " + i
                        + " is " + a + ", but " + e + " in the reference");
            }
        }
        return Optional.empty();
    }

    private static double tolerance(Observation o) {
        return o.trust() == Trust.EXACT
                ? 0
                : switch (o.dtype()) {
                    case FLOAT64 -> 1e-10;
                    case FLOAT32 -> 3e-5;
                    case FLOAT16 -> 6e-3;
                    default -> 5e-2;
                };
    }

    /** The mean of what is finite, over all elements: what a small element may be off. */
    private static double scale(Observation o) {
        double sum = 0;
        for (int i = 0; i < o.bits().length; i++) {
            double v = Math.abs(o.value(i));
            sum += Double.isFinite(v) ? v : 0;
        }
        return sum / Math.max(1, o.bits().length);
    }

    /** Other dtype, shape or node; or finite in one and not in the other. */
    static boolean differsInKind(Observation a, Observation b) {
        if (!a.form().equals(b.form()) || a.bits().length != b.bits().length) {
            return true;
        }
        for (int i = 0; i < a.bits().length; i++) {
            double x = a.value(i);
            double y = b.value(i);
            if ((!Double.isFinite(x) || !Double.isFinite(y)) && Double.compare(x, y) != 0) {
                return true;
            }
        }
        return false;
    }

    /** The greatest distance of two finite elements. */
    static double distance(Observation a, Observation b) {
        double out = 0;
        for (int i = 0; i < a.bits().length; i++) {
            double d = Math.abs(a.value(i) - b.value(i));
            out = Double.isFinite(d) ? Math.max(out, d) : out;
        }
        return out;
    }
}
