package dev.jgrad.nn.layer;

/**
 * A {@link ConvTranspose2d} that finds the number of its input channels when it is called or loaded for the first time, and is one from
 * then on. {@code torch.nn.LazyConvTranspose2d}.
 */
public final class LazyConvTranspose2d extends ConvTranspose2d implements Lazily {
    /** With stride 1 and no padding. */
    public LazyConvTranspose2d(long outChannels, long kernelSize) {
        this(outChannels, kernelSize, ConvOptions.DEFAULT);
    }

    /** With a kernel that is the same in all dimensions. */
    public LazyConvTranspose2d(long outChannels, long kernelSize, ConvOptions options) {
        this(outChannels, Extent.of(kernelSize), options);
    }

    /** With all settings. */
    public LazyConvTranspose2d(long outChannels, Extent kernelSize, ConvOptions options) {
        super(0, outChannels, kernelSize, options);
    }
}
