package dev.jgrad.op;

/**
 * Bessel and Airy functions of one double. Sources: DLMF 10.8 (Neumann's series), 10.17 (Hankel's expansion), 10.32.9 (the
 * integral of K), 9.4 and 9.7 (Airy).
 */
final class BesselSeries {
    private static final double EULER = 0.57721566490153286061;
    /** From here on Hankel's expansion is exact to the last bits. */
    private static final double FAR = 25;

    private BesselSeries() {}

    /** The Bessel function of the first kind, order 0 or 1. */
    static double j(double x, int order) {
        double a = Math.abs(x);
        double sign = order == 1 && x < 0 ? -1 : 1;
        if (a > FAR) {
            return sign * far(a, order, false);
        }
        return Double.isNaN(x) ? x : sign * all(a)[order];
    }

    /** The Bessel function of the second kind, order 0 or 1. */
    static double y(double x, int order) {
        if (x == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (!(x > 0)) {
            return Double.NaN;
        }
        if (x > FAR) {
            return far(x, order, true);
        }
        double[] j = all(x);
        double sum = 0;
        for (int k = 1; 2 * k + order < j.length; k++) {
            double term = (order + 2.0 * k) * j[order + 2 * k] / (k * (double) (order + k));
            sum += k % 2 == 0 ? term : -term;
        }
        double log = Math.log(x / 2) + EULER - order;
        return 2 / Math.PI * (log * j[order] - sum) - (order == 1 ? 2 / (Math.PI * x) * j[0] : 0);
    }

    /** J of all orders that matter, by Miller's recurrence from above and 1 = J0 + 2 (J2 + J4 + ...). */
    private static double[] all(double x) {
        int top = 2 * ((int) (x + 30) / 2 + 10);
        double[] j = new double[top + 2];
        if (x == 0) {
            j[0] = 1;
            return j;
        }
        j[top] = 1e-300;
        double norm = 0;
        for (int n = top; n > 0; n--) {
            j[n - 1] = 2.0 * n / x * j[n] - j[n + 1];
            if (Math.abs(j[n - 1]) > 1e250) {
                norm *= 1e-250;
                for (int k = n - 1; k < j.length; k++) {
                    j[k] *= 1e-250;
                }
            }
            if ((n - 1) % 2 == 0) {
                norm += n == 1 ? j[0] : 2 * j[n - 1];
            }
        }
        for (int k = 0; k < j.length; k++) {
            j[k] /= norm;
        }
        return j;
    }

    private static double far(double x, int order, boolean second) {
        double mu = 4.0 * order * order;
        double[] pq = {1, 0};
        double term = 1;
        for (int k = 1; k < 60; k++) {
            double next = term * (mu - (2.0 * k - 1) * (2.0 * k - 1)) / (k * 8 * x);
            if (Math.abs(next) >= Math.abs(term) && k > 2) {
                break;
            }
            term = next;
            pq[k % 2] += k / 2 % 2 == 0 ? term : -term;
        }
        double w = x - (order / 2.0 + 0.25) * Math.PI;
        double c = Math.cos(w);
        double s = Math.sin(w);
        double value = second ? pq[0] * s + pq[1] * c : pq[0] * c - pq[1] * s;
        return Math.sqrt(2 / (Math.PI * x)) * value;
    }

    /** e^x times the modified Bessel function of the second kind of any order: the trapezoidal rule on its integral. */
    static double kScaled(double x, double order) {
        if (x == 0) {
            return Double.POSITIVE_INFINITY;
        }
        if (!(x > 0)) {
            return Double.NaN;
        }
        if (x == Double.POSITIVE_INFINITY) {
            return 0;
        }
        if (x > 100) {
            double mu = 4 * order * order;
            double term = 1;
            double sum = 1;
            for (int k = 1; k < 30; k++) {
                term *= (mu - (2.0 * k - 1) * (2.0 * k - 1)) / (k * 8 * x);
                sum += term;
            }
            return Math.sqrt(Math.PI / (2 * x)) * sum;
        }
        double step = 1 / 16.0;
        double sum = 0.5;
        for (int i = 1; ; i++) {
            double t = i * step;
            double half = Math.sinh(t / 2);
            double term = Math.exp(-2 * x * half * half) * Math.cosh(order * t);
            sum += term;
            if (!(term > sum * 1e-18)) {
                return sum * step;
            }
        }
    }

    /** The modified Bessel function of the second kind. */
    static double k(double x, int order) {
        return kScaled(x, order) * Math.exp(-x);
    }

    /** sin(x) / x. */
    static double sphericalJ0(double x) {
        if (Double.isInfinite(x)) {
            return 0;
        }
        return Math.abs(x) < 1e-4 ? 1 - x * x / 6 : Math.sin(x) / x;
    }

    /** Airy's function Ai. */
    static double airy(double x) {
        if (Double.isNaN(x) || Double.isInfinite(x)) {
            return Double.NaN;
        }
        if (x > 1) {
            double zeta = 2 / 3.0 * x * Math.sqrt(x);
            return Math.sqrt(x / 3) / Math.PI * kScaled(zeta, 1 / 3.0) * Math.exp(-zeta);
        }
        return x < -7.5 ? airyFar(-x) : airyNear(x);
    }

    private static double airyNear(double x) {
        double f = 1;
        double g = x;
        double sumF = f;
        double sumG = g;
        double cube = x * x * x;
        for (int k = 1; k < 100; k++) {
            f *= cube / ((3.0 * k - 1) * (3.0 * k));
            g *= cube / ((3.0 * k) * (3.0 * k + 1));
            sumF += f;
            sumG += g;
        }
        return 0.35502805388781723926 * sumF - 0.25881940379280679840 * sumG;
    }

    private static double airyFar(double a) {
        double zeta = 2 / 3.0 * a * Math.sqrt(a);
        double[] pq = {1, 0};
        double term = 1;
        for (int k = 1; k < 40; k++) {
            double next = term * (6.0 * k - 5) * (6.0 * k - 3) * (6.0 * k - 1) / (216.0 * k * (2.0 * k - 1)) / zeta;
            if (Math.abs(next) >= Math.abs(term)) {
                break;
            }
            term = next;
            pq[k % 2] += k / 2 % 2 == 0 ? term : -term;
        }
        double w = zeta - Math.PI / 4;
        return (Math.cos(w) * pq[0] + Math.sin(w) * pq[1]) / Math.sqrt(Math.PI * Math.sqrt(a));
    }
}
