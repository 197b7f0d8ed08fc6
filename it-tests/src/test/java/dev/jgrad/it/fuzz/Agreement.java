package dev.jgrad.it.fuzz;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a tensor may be: what it is in the reference, bit by bit where it is exact, else up to the dtype's rounding and
 * some times what each element moves where the reference's rounding is disturbed.
 */
final class Agreement {
    /** How many times as large as under {@link Noise} a difference has to be to count. */
    private static final double SLACK = 40;

    private final Observation expected;
    private final @Nullable Spread spread;
    private final boolean mixesNonFinite;
    private final double scale;

    /**
     * @param spread how far it moves in disturbed runs of the reference, if there were any
     * @param mixesNonFinite whether kernels may differ in what NaN and infinities reach
     */
    Agreement(Observation expected, @Nullable Spread spread, boolean mixesNonFinite) {
        this.expected = expected;
        this.spread = spread;
        this.mixesNonFinite = mixesNonFinite;
        this.scale = expected.trust() == Trust.EXACT ? 0 : scale(expected);
    }

    /** Where another run's tensor is none of these. */
    Optional<String> difference(Observation actual) {
        if (!actual.form().equals(expected.form())) {
            return Optional.of(
                    expected.name() + " is " + actual.form() + ", but " + expected.form() + " in the reference");
        }
        double rtol = tolerance(expected);
        double floor = expected.trust() == Trust.EXACT ? 0 : smallestNormal(expected);
        for (int i = 0; i < expected.bits().length; i++) {
            double a = actual.value(i);
            double e = expected.value(i);
            boolean same = actual.bits()[i] == expected.bits()[i] || a == e || Double.isNaN(a) && Double.isNaN(e);
            boolean close = Math.abs(a - e) <= rtol * (Math.abs(e) + scale) + floor && Double.isFinite(a);
            if (!same && !close && !isExcused(i, a, e)) {
                return Optional.of(expected.name() + " (" + expected.form() + ", " + expected.trust() + ") element " + i
                        + " is " + a + ", but " + e + " in the reference" + moves(i));
            }
        }
        return Optional.empty();
    }

    private String moves(int i) {
        return spread == null ? "" : ", and up to " + spread.of(i) + " away with its rounding disturbed";
    }

    private boolean isExcused(int i, double a, double e) {
        if (expected.trust() == Trust.EXACT) {
            return false;
        }
        boolean finite = Double.isFinite(a) && Double.isFinite(e);
        // Sums that overflow on the way are infinite, the difference of two infinities, or all but infinite, by their
        // order.
        double other = Double.isFinite(a) ? a : e;
        boolean overflows = !finite && (!Double.isFinite(other) || Math.abs(other) > greatest() / 1000);
        if (overflows || !finite && mixesNonFinite) {
            return true;
        }
        if (spread == null) {
            return false;
        }
        double moves = Math.max(spread.of(i), spread.usual());
        // An element without a digit left may be what any other is: the tangent of a number whose neighbours lie a
        // period away.
        boolean isUnknown = moves >= Math.abs(e) && moves >= scale;
        // Nor is its sign known then, and with it whether there is a root or a logarithm.
        boolean hasNoSign = spread.of(i) >= Math.abs(e) && spread.of(i) > 0;
        return spread.of(i) == Double.POSITIVE_INFINITY
                || Double.isNaN(a) && hasNoSign
                || finite && Math.abs(a - e) <= SLACK * (isUnknown ? spread.reach() : moves);
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

    /** The greatest number of the dtype. */
    private double greatest() {
        return switch (expected.dtype()) {
            case FLOAT64 -> Double.MAX_VALUE;
            case FLOAT16 -> 65504;
            default -> Float.MAX_VALUE;
        };
    }

    /** Below it numbers lose their digits, and vectors give 0. */
    private static double smallestNormal(Observation o) {
        return switch (o.dtype()) {
            case FLOAT64 -> Double.MIN_NORMAL;
            case FLOAT32, BFLOAT16 -> Float.MIN_NORMAL;
            default -> 0;
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
}
