package dev.jgrad.spi;

/** What a scan computes along a dimension. */
public enum ScanKind {
    /** Running sum. */
    CUMSUM,
    /** Running product. */
    CUMPROD,
    /** Running maximum with index of it (the last among equals); NaN stays once met. */
    CUMMAX,
    /** Running minimum with index of it. */
    CUMMIN,
    /** Running ln of the sum of e^x. */
    LOGCUMSUMEXP
}
