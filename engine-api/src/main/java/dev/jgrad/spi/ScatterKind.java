package dev.jgrad.spi;

/** How a scattered value meets what is there. */
public enum ScatterKind {
    /** Replace; the last write wins where an index repeats. */
    SET,
    /** Add. */
    ADD,
    /** Multiply. */
    MUL,
    /** Keep the greater. */
    MAX,
    /** Keep the lesser. */
    MIN
}
