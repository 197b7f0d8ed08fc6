package dev.jgrad.op;

import java.util.SplittableRandom;

/**
 * Random counts by rejection, which takes a number of uniform draws that nobody knows before: each element has a stream of its
 * own, begun by one number of the generator, so that results depend on neither device nor order. Sources: Hörmann 1993, "The
 * transformed rejection method for generating Poisson random variables" and "The generation of binomial random variates".
 */
final class CountDistributions {
    /** Below this mean the simple methods are as fast. */
    private static final double SIMPLE = 10;

    /** From this mean on neighbouring counts are no longer told apart where probabilities are compared. */
    private static final double LARGE = 1e14;

    private CountDistributions() {}

    private static SplittableRandom stream(double start) {
        return new SplittableRandom(Double.doubleToRawLongBits(start));
    }

    /** A Poisson number of a mean, which is at least zero; an infinite mean gives infinity. */
    static double poisson(double mean, double start) {
        if (mean == 0 || Double.isInfinite(mean)) {
            return mean;
        }
        SplittableRandom random = stream(start);
        if (mean < SIMPLE) {
            return multiplied(mean, random);
        }
        return mean < LARGE
                ? transformed(mean, random)
                : normal(mean, Math.sqrt(mean), Double.POSITIVE_INFINITY, random);
    }

    /** The limit of many trials. */
    private static double normal(double mean, double spread, double most, SplittableRandom random) {
        return Math.clamp(Math.rint(mean + spread * random.nextGaussian()), 0, most);
    }

    private static double multiplied(double mean, SplittableRandom random) {
        double bound = Math.exp(-mean);
        double product = random.nextDouble();
        long count = 0;
        while (product > bound) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    private static double transformed(double mean, SplittableRandom random) {
        double b = 0.931 + 2.53 * Math.sqrt(mean);
        double a = -0.059 + 0.02483 * b;
        double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
        double sure = 0.9277 - 3.6224 / (b - 2);
        while (true) {
            double u = random.nextDouble() - 0.5;
            double v = random.nextDouble();
            double us = 0.5 - Math.abs(u);
            double k = Math.floor((2 * a / us + b) * u + mean + 0.43);
            if (us >= 0.07 && v <= sure) {
                return k;
            }
            if (k < 0 || us < 0.013 && v > us) {
                continue;
            }
            if (Math.log(v * inverseAlpha / (a / (us * us) + b)) <= logPoisson(mean, k)) {
                return k;
            }
        }
    }

    /** ln(mean^k e^-mean / k!), without the difference of great numbers. */
    private static double logPoisson(double mean, double k) {
        if (k == 0) {
            return -mean;
        }
        return k - mean - k * Math.log1p((k - mean) / mean) - 0.5 * Math.log(2 * Math.PI * k) - stirling(k);
    }

    /** ln k! less Stirling's formula (k + 1/2) ln k - k + ln(2 pi) / 2. */
    private static double stirling(double k) {
        if (k < SIMPLE) {
            double logFactorial = 0;
            for (int i = 2; i <= k; i++) {
                logFactorial += Math.log(i);
            }
            return logFactorial - ((k + 0.5) * Math.log(k) - k + 0.5 * Math.log(2 * Math.PI));
        }
        double k2 = k * k;
        return (1 / 12.0 - (1 / 360.0 - 1 / 1260.0 / k2) / k2) / k;
    }

    /** How many of {@code count} trials succeed; NaN where either is NaN. */
    static double binomial(double count, double p, double start) {
        if (Double.isNaN(count) || Double.isNaN(p)) {
            return Double.NaN;
        }
        double n = Math.floor(count);
        if (n <= 0 || p <= 0) {
            return 0;
        }
        if (p >= 1 || Double.isInfinite(n)) {
            return n;
        }
        SplittableRandom random = stream(start);
        return p <= 0.5 ? successes(n, p, random) : n - successes(n, 1 - p, random);
    }

    private static double successes(double n, double p, SplittableRandom random) {
        double mean = n * p;
        if (mean < SIMPLE) {
            return skipped(n, p, random);
        }
        return mean < LARGE ? rejected(n, p, random) : normal(mean, Math.sqrt(mean * (1 - p)), n, random);
    }

    /** Goes from one success to the next. */
    private static double skipped(double n, double p, SplittableRandom random) {
        double log = Math.log1p(-p);
        double at = 0;
        long count = -1;
        while (at <= n) {
            at += Math.ceil(Math.log1p(-random.nextDouble()) / log);
            count++;
        }
        return count;
    }

    private static double rejected(double n, double p, SplittableRandom random) {
        double spread = Math.sqrt(n * p * (1 - p));
        double b = 1.15 + 2.53 * spread;
        double a = -0.0873 + 0.0248 * b + 0.01 * p;
        double alpha = (2.83 + 5.1 / b) * spread;
        double sure = 0.92 - 4.2 / b;
        double mode = Math.floor((n + 1) * p);
        while (true) {
            double u = random.nextDouble() - 0.5;
            double v = random.nextDouble();
            double us = 0.5 - Math.abs(u);
            double k = Math.floor((2 * a / us + b) * u + n * p + 0.5);
            if (us >= 0.07 && v <= sure) {
                return k;
            }
            if (k < 0 || k > n) {
                continue;
            }
            if (Math.log(v * alpha / (a / (us * us) + b)) <= logRatio(n, p, mode, k)) {
                return k;
            }
        }
    }

    /** ln of the probability of k successes over that of the mode. */
    private static double logRatio(double n, double p, double mode, double k) {
        double odds = p / (1 - p);
        return (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1)))
                + (n + 1) * Math.log((n - mode + 1) / (n - k + 1))
                + (k + 0.5) * Math.log(odds * (n - k + 1) / (k + 1))
                + stirling(mode + 1)
                + stirling(n - mode + 1)
                - stirling(k + 1)
                - stirling(n - k + 1);
    }
}
