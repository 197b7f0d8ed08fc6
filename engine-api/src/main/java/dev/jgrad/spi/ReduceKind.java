package dev.jgrad.spi;

/** What a reduction computes. float16 and bfloat16 accumulate in float32; sums of floats are pairwise or better. */
public enum ReduceKind {
    /** Sum; 0 when empty. */
    SUM,
    /** Sum without NaN. */
    NANSUM,
    /** Sum divided by the number of elements (floating dtypes). */
    MEAN,
    /** Product; 1 when empty. */
    PROD,
    /** Greatest, NaN wins. */
    MAX,
    /** Least, NaN wins. */
    MIN,
    /** Any not zero; out is bool. */
    ANY,
    /** All not zero; out is bool. */
    ALL,
    /** Number of elements that are not zero; out is int64. */
    COUNT_NONZERO,
    /** ln of the sum of e^x, stable (floating dtypes). */
    LOGSUMEXP,
    /** Square root of the sum of squares (floating dtypes). */
    NORM2,
    /** Sum of absolute values (floating dtypes). */
    NORM1
}
