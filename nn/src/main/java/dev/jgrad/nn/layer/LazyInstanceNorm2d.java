package dev.jgrad.nn.layer;

/**
 * An {@link InstanceNorm2d} that finds the number of channels when it is called or loaded for the first time, and is one from then on. {@code
 * torch.nn.LazyInstanceNorm2d}. There as here, factor, summand and running statistics are on by default, unlike in InstanceNorm2d.
 */
public final class LazyInstanceNorm2d extends InstanceNorm2d implements Lazily {
    /** With PyTorch's defaults. */
    public LazyInstanceNorm2d() {
        this(NormOptions.BATCH);
    }

    /** With all settings. */
    public LazyInstanceNorm2d(NormOptions options) {
        super(0, options);
    }
}
