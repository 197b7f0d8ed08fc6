package dev.jgrad.nn.layer;

import dev.jgrad.nn.Repr;

/** Prints numbers that users of PyTorch mostly give as integers. */
final class Numbers {
    private Numbers() {}

    /** Whole numbers without a point: {@code 3}, {@code 0.5}. */
    static String plain(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? Long.toString((long) value) : Repr.of(value);
    }
}
