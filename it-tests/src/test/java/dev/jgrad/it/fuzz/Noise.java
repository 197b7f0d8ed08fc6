package dev.jgrad.it.fuzz;

import dev.jgrad.data.DType;
import java.util.Random;

/** The factors by which a {@link DisturbedBackend} is off: some units in the last place, the same for the same seed. */
final class Noise {
    private static final double UNITS = 4;
    private static Random random = new Random();
    private static boolean on;
    private static boolean flushing;

    private Noise() {}

    /** Starts over; with 0 nothing is disturbed. */
    static void seed(long seed) {
        random = new Random(seed);
        on = seed != 0;
        flushing = on && seed % 2 == 0;
    }

    /** Whether denormal results are 0 in this run, as vectors have it where scalars keep them. */
    static boolean flushes(double value, DType dtype) {
        return flushing && Math.abs(value) < (dtype == DType.FLOAT64 ? Double.MIN_NORMAL : Float.MIN_NORMAL);
    }

    static boolean isOn() {
        return on;
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
