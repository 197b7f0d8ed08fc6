package dev.jgrad.it.fuzz;

/** How far the values of a tensor are the same whatever kernels computed them. */
enum Trust {
    /** Bit by bit: data that was only moved, integers, single IEEE operations. */
    EXACT,
    /** Up to rounding. */
    ROUNDED,
    /** Not at all: something discontinuous was computed from rounded values. */
    UNSTABLE;

    Trust and(Trust other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
