package dev.jgrad.it.fuzz;

import dev.jgrad.data.DType;
import java.util.SplittableRandom;

/**
 * By how much a {@link DisturbedBackend} is off: some units in the last place, the same for the same seed. A negative seed
 * has what is summed rounded to fewer digits instead, so that equal numbers stay equal and their mean is what they are.
 */
final class Noise {
    private static final double UNITS = 4;
    /** Not {@link java.util.Random}: of seeds in a row it gives some elements nearly the same numbers. */
    private static SplittableRandom random = new SplittableRandom();

    private static boolean on;
    private static boolean coarse;
    private static boolean flushing;

    private Noise() {}

    /** Starts over; with 0 nothing is disturbed. */
    static void seed(long seed) {
        random = new SplittableRandom(seed);
        on = seed != 0;
        coarse = seed < 0;
        flushing = on && seed % 2 == 0;
    }

    /** Whether denormal results are 0 in this run, as vectors have it where scalars keep them. */
    static boolean flushes(double value, DType dtype) {
        return flushing && Math.abs(value) < (dtype == DType.FLOAT64 ? Double.MIN_NORMAL : Float.MIN_NORMAL);
    }

    /** Whether a sum of terms up to {@code reach} that is a rounding's remainder of them is 0 in this run, as it is where they cancel exactly. */
    static boolean cancels(double value, double reach, DType dtype) {
        return flushing && Math.abs(value) <= UNITS * unit(dtype) * reach;
    }

    static boolean isOn() {
        return on;
    }

    /** Whether numbers get {@link #coarse} instead of moving at random. */
    static boolean isCoarse() {
        return coarse;
    }

    /** A number without its last digits, about a third of them: a thousand such make an exact sum. */
    static double coarse(double value, DType dtype) {
        double step = Math.ulp(value) * (dtype == DType.FLOAT64 ? 0x1p12 : 0x1p36);
        return Double.isFinite(value) ? Math.rint(value / step) * step : value;
    }

    /** @param terms how many numbers are added; the error of a sum grows as the root of their number */
    static double factor(DType dtype, double terms) {
        return 1 + Math.max(UNITS, Math.sqrt(terms)) * unit(dtype) * (2 * random.nextDouble() - 1);
    }

    /** The distance of 1 to the next number. */
    private static double unit(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 0x1p-52;
            case FLOAT32 -> 0x1p-23;
            case FLOAT16 -> 0x1p-10;
            default -> 0x1p-7;
        };
    }
}
