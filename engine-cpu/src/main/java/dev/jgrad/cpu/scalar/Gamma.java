package dev.jgrad.cpu.scalar;

/** The logarithm of the gamma function and its derivatives. Sources: Cephes {@code lgam}, PyTorch's {@code Math.h}. */
final class Gamma {
    private static final double HALF_LOG_2PI = 0.91893853320467274178;
    private static final double LOG_PI = 1.14472988584940017414;

    private static final double[] STIRLING = {
        8.11614167470508450300E-4,
        -5.95061904284301438324E-4,
        7.93650340457716943945E-4,
        -2.77777777730099687205E-3,
        8.33333333333331927722E-2
    };
    private static final double[] B = {
        -1.37825152569120859100E3,
        -3.88016315134637840924E4,
        -3.31612992738871184744E5,
        -1.16237097492762307383E6,
        -1.72173700820839662146E6,
        -8.53555664245765465627E5
    };
    private static final double[] C = {
        1.0,
        -3.51815701436523470549E2,
        -1.70642106651881159223E4,
        -2.20528590553854454839E5,
        -1.13933444367982507207E6,
        -2.53252307177582951285E6,
        -2.01889141433532773231E6
    };
    private static final double[] DIGAMMA = {
        8.33333333333333333333E-2,
        -2.10927960927960927961E-2,
        7.57575757575757575758E-3,
        -4.16666666666666666667E-3,
        3.96825396825396825397E-3,
        -8.33333333333333333333E-3,
        8.33333333333333333333E-2
    };

    /** Bernoulli numbers from the seventh pair down. */
    private static final double[] TRIGAMMA = {7.0 / 6, -691.0 / 2730, 5.0 / 66, -1.0 / 30, 1.0 / 42, -1.0 / 30, 1.0 / 6
    };

    private Gamma() {}

    private static double polynomial(double x, double[] c) {
        double y = c[0];
        for (int i = 1; i < c.length; i++) {
            y = y * x + c[i];
        }
        return y;
    }

    /** ln |gamma(x)|. */
    static double lgamma(double x) {
        if (x != x) {
            return x;
        }
        if (Double.isInfinite(x) || (x <= 0 && x == Math.floor(x))) {
            return Double.POSITIVE_INFINITY;
        }
        if (x < 0.5) {
            if (x > 0) {
                return beyondTwo(x) - Math.log1p(x) - Math.log(x);
            }
            // Reflection; the sine of pi times the distance to the next integer keeps its precision.
            double fraction = x - Math.rint(x);
            return LOG_PI - Math.log(Math.abs(Math.sin(Math.PI * fraction))) - lgamma(1 - x);
        }
        if (x < 0.95) {
            return beyondTwo(x) - Math.log1p(x) - Math.log(x);
        }
        if (x < 2) {
            // By log1p, so that nothing cancels near the zero at 1.
            return beyondTwo(x - 1) - Math.log1p(x - 1);
        }
        if (x < 13) {
            double product = 1;
            double u = x;
            while (u >= 3) {
                u -= 1;
                product *= u;
            }
            return Math.log(product) + beyondTwo(u - 2);
        }
        double q = (x - 0.5) * Math.log(x) - x + HALF_LOG_2PI;
        if (x > 1e8) {
            return q;
        }
        return q + polynomial(1 / (x * x), STIRLING) / x;
    }

    /** lgamma(2 + u) for u from 0 to 1; a little below 0 it still holds. */
    private static double beyondTwo(double u) {
        return u * polynomial(u, B) / polynomial(u, C);
    }

    static double digamma(double x) {
        if (x == 0) {
            return Math.copySign(Double.POSITIVE_INFINITY, -x);
        }
        if (x < 0) {
            double fraction = x - Elementary.trunc(x);
            if (fraction == 0) {
                return Double.NaN;
            }
            return digamma(1 - x) - Math.PI / Math.tan(Math.PI * fraction);
        }
        double result = 0;
        double u = x;
        while (u < 10) {
            result -= 1 / u;
            u += 1;
        }
        if (u == 10) {
            return result + 2.25175258906672110764;
        }
        double tail = 0;
        if (u < 1e17) {
            double z = 1 / (u * u);
            tail = z * polynomial(z, DIGAMMA);
        }
        return result + Math.log(u) - 0.5 / u - tail;
    }

    static double trigamma(double x) {
        double sign = 1;
        double result = 0;
        double u = x;
        if (x < 0.5) {
            sign = -1;
            double s = Math.sin(Math.PI * x);
            result -= Math.PI * Math.PI / (s * s);
            u = 1 - x;
        }
        while (u < 10) {
            result += 1 / (u * u);
            u += 1;
        }
        double z = 1 / (u * u);
        result += (1 + 1 / (2 * u) + z * polynomial(z, TRIGAMMA)) / u;
        return sign * result;
    }
}
