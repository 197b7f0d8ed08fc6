package dev.jgrad.cpu.kernels.reduce;

/** What is taken of an element before it is combined. */
enum Term {
    VALUE,
    ABSOLUTE,
    SQUARE,
    /** The value, 0 for NaN. */
    NUMBER_OR_ZERO,
    /** 1 unless the value is 0. */
    IS_NONZERO,
    /** e to the distance from the accumulator's shift. */
    EXP_SHIFTED,
    /** The square of the distance from the accumulator's shift. */
    SQUARED_DISTANCE;

    /** True when a first pass has to find the accumulators' shift. */
    boolean isShifted() {
        return this == EXP_SHIFTED || this == SQUARED_DISTANCE;
    }
}
