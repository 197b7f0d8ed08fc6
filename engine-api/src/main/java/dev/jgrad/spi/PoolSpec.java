package dev.jgrad.spi;

/**
 * A pooling window over 1 to 3 spatial dimensions. Arrays are shared, not to be written to.
 *
 * @param kernel size of the window
 * @param stride step of the window
 * @param padding implicit border on both sides (never counts for max)
 * @param dilation distance between taps (max pooling only; 1 otherwise)
 * @param countIncludePad average: whether the border counts in the divisor
 * @param divisorOverride average: divisor to use, 0 for the size of the window
 */
public record PoolSpec(
        long[] kernel, long[] stride, long[] padding, long[] dilation, boolean countIncludePad, long divisorOverride) {}
