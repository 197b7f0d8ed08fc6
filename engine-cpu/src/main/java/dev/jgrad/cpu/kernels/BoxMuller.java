package dev.jgrad.cpu.kernels;

/**
 * The logarithm, sine and cosine behind random numbers, from additions, multiplications and one division. The vector
 * library's functions would be faster, but compiled code rounds them otherwise than interpreted code does, and the same
 * seed must give the same numbers, early in a program and late. Source: Box and Muller 1958; the series are Taylor's.
 */
final class BoxMuller {
    private static final double SQRT_HALF = Math.sqrt(0.5);
    private static final double LN2 = 0x1.62e42fefa39efp-1;

    private BoxMuller() {}

    /** The natural logarithm of a normal number in (0, 1]. */
    static double log(double u) {
        long bits = Double.doubleToRawLongBits(u);
        int exponent = (int) (bits >>> 52) - 1023;
        double m = Double.longBitsToDouble(bits & 0x000FFFFFFFFFFFFFL | 0x3FF0000000000000L);
        // In [√½, √2), so that the series below is short and a number near 1 keeps its digits.
        boolean upper = m > 2 * SQRT_HALF;
        m = upper ? m / 2 : m;
        double e = upper ? exponent + 1 : exponent;
        double s = (m - 1) / (m + 1);
        double t = s * s;
        // log m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …), s at most 0.172
        double sum = 1.0 / 21;
        sum = sum * t + 1.0 / 19;
        sum = sum * t + 1.0 / 17;
        sum = sum * t + 1.0 / 15;
        sum = sum * t + 1.0 / 13;
        sum = sum * t + 1.0 / 11;
        sum = sum * t + 1.0 / 9;
        sum = sum * t + 1.0 / 7;
        sum = sum * t + 1.0 / 5;
        sum = sum * t + 1.0 / 3;
        return e * LN2 + 2 * (s + s * t * sum);
    }

    /** The sine of a whole turn times {@code v}, v in [0, 1). */
    static double sine(double v) {
        return turn(v, 0);
    }

    /** The cosine of a whole turn times {@code v}, v in [0, 1). */
    static double cosine(double v) {
        return turn(v, 1);
    }

    private static double turn(double v, int ahead) {
        int quarter = (int) (4 * v + 0.5);
        double x = (v - quarter * 0.25) * (2 * Math.PI);
        double t = x * x;
        int place = quarter + ahead;
        double value = (place & 1) == 0 ? x * sineSeries(t) : cosineSeries(t);
        return (place & 2) == 0 ? value : -value;
    }

    /** sin x / x for t = x², x at most π/4: the first nine terms. */
    private static double sineSeries(double t) {
        double sum = 1.0 / 355687428096000.0;
        sum = sum * t - 1.0 / 1307674368000.0;
        sum = sum * t + 1.0 / 6227020800.0;
        sum = sum * t - 1.0 / 39916800.0;
        sum = sum * t + 1.0 / 362880.0;
        sum = sum * t - 1.0 / 5040.0;
        sum = sum * t + 1.0 / 120.0;
        sum = sum * t - 1.0 / 6.0;
        sum = sum * t + 1.0;
        return sum;
    }

    /** cos x for t = x², x at most π/4: the first nine terms. */
    private static double cosineSeries(double t) {
        double sum = 1.0 / 20922789888000.0;
        sum = sum * t - 1.0 / 87178291200.0;
        sum = sum * t + 1.0 / 479001600.0;
        sum = sum * t - 1.0 / 3628800.0;
        sum = sum * t + 1.0 / 40320.0;
        sum = sum * t - 1.0 / 720.0;
        sum = sum * t + 1.0 / 24.0;
        sum = sum * t - 1.0 / 2.0;
        sum = sum * t + 1.0;
        return sum;
    }
}
