package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;

/** Orthogonal polynomials of one double by their recurrences in three terms. Source: Abramowitz and Stegun 22.7. */
public enum OrthogonalPolynomials {
    /** T. */
    CHEBYSHEV_T,
    /** U. */
    CHEBYSHEV_U,
    /** V. */
    CHEBYSHEV_V,
    /** W. */
    CHEBYSHEV_W,
    /** H, the physicist's. */
    HERMITE_H,
    /** He, the probabilist's. */
    HERMITE_HE,
    /** L. */
    LAGUERRE_L,
    /** P. */
    LEGENDRE_P;

    /** Beyond this the recurrence takes seconds for each element. */
    private static final long HIGHEST = 100_000_000;

    /** The value at x; degrees are cut to whole numbers, and below 0 the polynomial is 0. */
    public double at(double x, double degree) {
        if (!(degree > -1 && degree < 0x1p63)) {
            return 0;
        }
        long n = (long) degree;
        if (n == 0) {
            return 1;
        }
        boolean chebyshev = ordinal() <= CHEBYSHEV_W.ordinal();
        if (chebyshev && n > 64 && Math.abs(x) < 1) {
            return trigonometric(x, n);
        }
        if (n > HIGHEST) {
            throw new ArgumentException(
                    name().toLowerCase(java.util.Locale.ROOT) + ": degree " + n + " exceeds " + HIGHEST);
        }
        double before = 1;
        double now = switch (this) {
            case CHEBYSHEV_T, HERMITE_HE, LEGENDRE_P -> x;
            case CHEBYSHEV_U, HERMITE_H -> 2 * x;
            case CHEBYSHEV_V -> 2 * x - 1;
            case CHEBYSHEV_W -> 2 * x + 1;
            case LAGUERRE_L -> 1 - x;
        };
        for (long k = 1; k < n && !Double.isNaN(now); k++) {
            double next = switch (this) {
                case CHEBYSHEV_T, CHEBYSHEV_U, CHEBYSHEV_V, CHEBYSHEV_W -> 2 * x * now - before;
                case HERMITE_H -> 2 * x * now - 2.0 * k * before;
                case HERMITE_HE -> x * now - k * before;
                case LAGUERRE_L -> ((2.0 * k + 1 - x) * now - k * before) / (k + 1);
                case LEGENDRE_P -> ((2.0 * k + 1) * x * now - k * before) / (k + 1);
            };
            before = now;
            now = next;
        }
        return now;
    }

    private double trigonometric(double x, long n) {
        double t = Math.acos(x);
        return switch (this) {
            case CHEBYSHEV_T -> Math.cos(n * t);
            case CHEBYSHEV_U -> Math.sin((n + 1) * t) / Math.sin(t);
            case CHEBYSHEV_V -> Math.cos((n + 0.5) * t) / Math.cos(t / 2);
            default -> Math.sin((n + 0.5) * t) / Math.sin(t / 2);
        };
    }
}
