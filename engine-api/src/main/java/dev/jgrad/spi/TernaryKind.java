package dev.jgrad.spi;

/** What a ternary kernel computes from a, b, c and a parameter p. */
public enum TernaryKind {
    /** b where a (a bool buffer, whatever the dtype named) is true, else c. */
    WHERE,
    /** a + p * b * c. */
    ADDCMUL,
    /** a + p * b / c. */
    ADDCDIV,
    /** a + c * (b - a), computed from the nearer end as PyTorch does. */
    LERP,
    /** min(max(a, b), c) with NaN of any of them winning. */
    CLAMP
}
