package dev.jgrad.cpu.scalar;

/** Modified Bessel functions. Source: Abramowitz and Stegun 9.6.12 and 9.7.1. */
final class Bessel {
    /** From here on the asymptotic series reaches full precision. */
    private static final double ASYMPTOTIC = 20;

    private Bessel() {}

    static double i0(double x) {
        double a = Math.abs(x);
        if (a < ASYMPTOTIC) {
            double t = a * a / 4;
            double term = 1;
            double sum = 1;
            for (int k = 1; term > sum * 1e-17; k++) {
                term *= t / ((double) k * k);
                sum += term;
            }
            return sum;
        }
        double term = 1;
        double sum = 1;
        for (int k = 1; k < 40 && term > 1e-17; k++) {
            term *= (2.0 * k - 1) * (2.0 * k - 1) / (8 * a * k);
            sum += term;
        }
        // In halves, since e^x overflows before the result does.
        double half = Math.exp(a / 2);
        return half * (sum / Math.sqrt(2 * Math.PI * a)) * half;
    }
}
