package dev.jgrad.spi;

/**
 * Parameters of a convolution with 1 to 3 spatial dimensions; one entry per spatial dimension in each array. Arrays are
 * shared, not to be written to.
 *
 * @param stride step of the window
 * @param padding implicit zeros on both sides
 * @param dilation distance between taps of the kernel
 * @param groups number of blocks that channels are split into
 */
public record ConvSpec(long[] stride, long[] padding, long[] dilation, long groups) {
    /** The number of spatial dimensions. */
    public int spatialRank() {
        return stride.length;
    }
}
