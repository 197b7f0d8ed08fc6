package dev.jgrad.nn.layer;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Repr;

/** Settings that are numbers: their limits, and how they print. */
final class Numbers {
    private Numbers() {}

    /** A probability of dropping something. */
    static double probability(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new ArgumentException("dropout probability has to be between 0 and 1, but got " + Repr.of(p));
        }
        return p;
    }

    /** An integer without a point where it was one in Python: {@code 3}, and {@code 3.0} or {@code 0.5} otherwise. */
    static String text(double value, boolean integer) {
        boolean whole = integer && value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? Long.toString((long) value) : Repr.of(value);
    }
}
