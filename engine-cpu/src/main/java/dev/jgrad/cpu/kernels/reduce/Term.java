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
    EXP_SHIFTED
}
