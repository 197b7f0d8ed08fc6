package dev.jgrad.op;

/** Series for special functions of one or two doubles. Source: Abramowitz and Stegun; Cephes for zeta. */
final class SpecialSeries {
    private static final double ASYMPTOTIC = 30;

    /** (2k)! / B(2k), the denominators of Euler and Maclaurin's correction terms. */
    private static final double[] EULER_MACLAURIN = {
        12.0,
        -720.0,
        30240.0,
        -1209600.0,
        47900160.0,
        -1.8924375803183791606e9,
        7.47242496e10,
        -2.950130727918164224e12,
        1.1646782814350067249e14,
        -4.5979787224074726105e15,
        1.8152105401943546773e17,
        -7.1661652561756670113e18
    };

    /** From such an a on the incomplete gamma function's series has thousands of terms, and at last no end. */
    private static final double TEMME = 1e6;

    private SpecialSeries() {}

    /** e^-|x| times the modified Bessel function of the first kind of order 0 or 1. */
    static double besselScaled(double x, int order) {
        double a = Math.abs(x);
        double sign = order == 1 && x < 0 ? -1 : 1;
        if (Double.isNaN(x)) {
            return x;
        }
        if (a > ASYMPTOTIC) {
            double mu = 4.0 * order * order;
            double term = 1;
            double sum = 1;
            for (int k = 1; k < 30 && Math.abs(term) > 1e-17; k++) {
                double next = -term * (mu - (2.0 * k - 1) * (2.0 * k - 1)) / (k * 8 * a);
                if (Math.abs(next) >= Math.abs(term) && k > 1) {
                    break;
                }
                term = next;
                sum += term;
            }
            return sign * sum / Math.sqrt(2 * Math.PI * a);
        }
        double term = order == 0 ? 1 : a / 2;
        double sum = term;
        for (int k = 1; term > sum * 1e-17; k++) {
            term *= a * a / 4 / (k * (double) (k + order));
            sum += term;
        }
        return sign * sum * Math.exp(-a);
    }

    /** The modified Bessel function itself. */
    static double bessel(double x, int order) {
        double a = Math.abs(x);
        return a > 700
                ? besselScaled(x, order) * Math.exp(a / 2) * Math.exp(a / 2)
                : besselScaled(x, order) * Math.exp(a);
    }

    /** Hurwitz' zeta function: the sum of (q + k)^-x. */
    static double zeta(double x, double q) {
        if (x == 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (x == Double.POSITIVE_INFINITY && q == 1) {
            return 1;
        }
        if (x < 1) {
            return Double.NaN;
        }
        // Poles before NaN: PyTorch's order of questions.
        if (q <= 0) {
            if (q == Math.floor(q)) {
                return Double.POSITIVE_INFINITY;
            }
            if (x != Math.floor(x)) {
                return Double.NaN;
            }
        }
        if (Double.isNaN(x) || Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < -100) {
            // The terms below zero are those of two other series, with a sign; one by one there may be 10^15.
            double r = -q - Math.floor(-q);
            double below = zeta(x, r) - zeta(x, 1 - q);
            return zeta(x, 1 - r) + (x % 2 == 0 ? below : -below);
        }
        double s = Math.pow(q, -x);
        double a = q;
        double b = 0;
        for (int i = 0; i < 9 || a <= 9; i++) {
            a += 1;
            b = Math.pow(a, -x);
            s += b;
            if (Math.abs(b / s) < 1e-17) {
                return s;
            }
        }
        s += b * a / (x - 1) - 0.5 * b;
        double factor = 1;
        for (int i = 0, k = 0; i < EULER_MACLAURIN.length; i++) {
            factor *= x + k;
            b /= a;
            double t = factor * b / EULER_MACLAURIN[i];
            s += t;
            if (Math.abs(t / s) < 1e-17) {
                return s;
            }
            k++;
            factor *= x + k;
            b /= a;
            k++;
        }
        return s;
    }

    /** ln gamma of a positive number, by Lanczos' approximation. */
    static double lgamma(double x) {
        double[] c = {
            0.99999999999980993,
            676.5203681218851,
            -1259.1392167224028,
            771.32342877765313,
            -176.61502916214059,
            12.507343278686905,
            -0.13857109526572012,
            9.9843695780195716e-6,
            1.5056327351493116e-7
        };
        if (x < 0.5) {
            return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
        }
        double y = x - 1;
        double sum = c[0];
        for (int i = 1; i < c.length; i++) {
            sum += c[i] / (y + i);
        }
        double t = y + 7.5;
        return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum);
    }

    /** The regularized lower incomplete gamma function, or the upper one. */
    static double gammainc(double a, double x, boolean upper) {
        // PyTorch's order of questions: where one operand decides, the other may be NaN.
        if (a < 0 || x < 0) {
            return Double.NaN;
        }
        if (a == 0) {
            return !(x > 0) ? Double.NaN : upper ? 0 : 1;
        }
        if (x == 0) {
            return upper ? 1 : 0;
        }
        if (Double.isInfinite(a)) {
            return Double.isInfinite(x) ? Double.NaN : upper ? 1 : 0;
        }
        if (Double.isInfinite(x)) {
            return upper ? 0 : 1;
        }
        if (Double.isNaN(a) || Double.isNaN(x)) {
            return Double.NaN;
        }
        if (a > TEMME) {
            return gammaincNearNormal(a, x, upper);
        }
        double scale = Math.exp(a * Math.log(x) - x - lgamma(a));
        if (x < a + 1) {
            double term = 1 / a;
            double sum = term;
            for (double k = a + 1; term > sum * 1e-17; k++) {
                term *= x / k;
                sum += term;
            }
            return upper ? 1 - sum * scale : sum * scale;
        }
        double b = x + 1 - a;
        double c = 1e300;
        double d = 1 / b;
        double h = d;
        for (int i = 1; i < 10000; i++) {
            double an = -i * (i - a);
            b += 2;
            d = 1 / (an * d + b);
            c = b + an / c;
            h *= d * c;
            if (Math.abs(d * c - 1) < 1e-16) {
                break;
            }
        }
        return upper ? scale * h : 1 - scale * h;
    }

    /** Temme's uniform expansion (DLMF 8.12) with its first coefficient: off by less than 1e-12 for such a. */
    private static double gammaincNearNormal(double a, double x, boolean upper) {
        double mu = (x - a) / a;
        double half = Math.abs(mu) < 1e-3
                ? mu * mu * (1. / 2 - mu * (1. / 3 - mu * (1. / 4 - mu * (1. / 5 - mu / 6))))
                : mu - Math.log1p(mu);
        double eta = Math.copySign(Math.sqrt(2 * half), mu);
        double correction = Math.abs(mu) < 1e-4 ? -1. / 3 + eta / 12 : 1 / mu - 1 / eta;
        double tail = Math.exp(-a * half);
        double rest = tail * correction / Math.sqrt(2 * Math.PI * a);
        double beyond = 0.5 * tail * erfcx(Math.sqrt(a * half));
        double q = mu >= 0 ? beyond + rest : 1 - beyond + rest;
        double p = mu >= 0 ? 1 - beyond - rest : beyond - rest;
        return upper ? q : p;
    }

    /** e^(x^2) erfc(x) for x at least 0, by Laplace's continued fraction beyond 2 and by a series of erf below. */
    static double erfcx(double x) {
        if (x < 0) {
            return 2 * Math.exp(x * x) - erfcx(-x);
        }
        if (x < 2) {
            double term = 2 * x / Math.sqrt(Math.PI);
            double sum = term;
            for (int k = 1; Math.abs(term) > 1e-18; k++) {
                term *= 2 * x * x / (2 * k + 1);
                sum += term;
            }
            // sum is e^(x^2) erf(x).
            return Math.exp(x * x) - sum;
        }
        double f = x;
        for (int k = 200; k > 0; k--) {
            f = x + k / 2.0 / f;
        }
        return 1 / (f * Math.sqrt(Math.PI));
    }

    /** The quantile function of the normal distribution: a rough start (Abramowitz and Stegun 26.2.23), then Halley's steps. */
    static double ndtri(double p) {
        if (!(p >= 0 && p <= 1)) {
            return Double.NaN;
        }
        if (p == 0 || p == 1) {
            return p == 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (p > 0.5) {
            return -ndtri(1 - p);
        }
        double t = Math.sqrt(-2 * Math.log(p));
        double z =
                (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
        for (int i = 0; i < 4; i++) {
            double error = erfcx(-z / Math.sqrt(2)) / 2 - Math.exp(Math.log(p) + z * z / 2);
            double u = error * Math.sqrt(2 * Math.PI);
            z -= u / (1 + z * u / 2);
        }
        return z;
    }
}
