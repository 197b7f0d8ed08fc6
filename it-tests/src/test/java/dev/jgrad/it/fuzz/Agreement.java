package dev.jgrad.it.fuzz;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a tensor may be: what it is in the reference, bit by bit where it is exact, else up to the dtype's rounding and
 * some times what each element moves where the reference's rounding is disturbed.
 */
final class Agreement {
    /** How many times as large as under {@link Noise} a difference has to be to count. */
    private static final double SLACK = 40;

    private final Observation expected;
    private final List<Observation> disturbed;
    private final boolean mixesNonFinite;
    private double usualSpread = -1;

    /**
     * @param disturbed the tensor in disturbed runs of the reference
     * @param mixesNonFinite whether kernels may differ in what NaN and infinities reach
     */
    Agreement(Observation expected, List<Observation> disturbed, boolean mixesNonFinite) {
        this.expected = expected;
        this.disturbed = disturbed;
        this.mixesNonFinite = mixesNonFinite;
    }

    /** Where another run's tensor is none of these. */
    Optional<String> difference(Observation actual) {
        if (!actual.form().equals(expected.form())) {
            return Optional.of(
                    expected.name() + " is " + actual.form() + ", but " + expected.form() + " in the reference");
        }
        double rtol = tolerance(expected);
        double scale = expected.trust() == Trust.EXACT ? 0 : scale(expected);
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
        List<Double> all = disturbed.stream().map(o -> o.value(i)).toList();
        return all.isEmpty() ? "" : ", and " + all + " with its rounding disturbed";
    }

    private boolean isExcused(int i, double a, double e) {
        if (expected.trust() == Trust.EXACT) {
            return false;
        }
        boolean finite = Double.isFinite(a) && Double.isFinite(e);
        if (!finite && mixesNonFinite || spread(i) == Double.POSITIVE_INFINITY) {
            return true;
        }
        return finite && Math.abs(a - e) <= SLACK * Math.max(spread(i), usualSpread());
    }

    /** How far an element moves; infinitely far if it is finite in some runs only. */
    private double spread(int i) {
        double e = expected.value(i);
        double out = 0;
        for (Observation o : disturbed) {
            if (o.bits().length != expected.bits().length) {
                return Double.POSITIVE_INFINITY;
            }
            double d = o.value(i);
            if (Double.isFinite(d) && Double.isFinite(e)) {
                out = Math.max(out, Math.abs(d - e));
            } else if (Double.compare(d, e) != 0) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return out;
    }

    /** The median of what moves: an element may stay where it is by chance. */
    private double usualSpread() {
        if (usualSpread >= 0) {
            return usualSpread;
        }
        double[] moving = IntStream.range(0, expected.bits().length)
                .mapToDouble(this::spread)
                .filter(s -> s > 0 && Double.isFinite(s))
                .sorted()
                .toArray();
        usualSpread = moving.length == 0 ? 0 : moving[moving.length / 2];
        return usualSpread;
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
