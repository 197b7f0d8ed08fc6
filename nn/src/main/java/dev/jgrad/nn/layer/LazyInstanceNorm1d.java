package dev.jgrad.nn.layer;

/**
 * An {@link InstanceNorm1d} that finds the number of channels when it is called or loaded for the first time, and is one from then on. {@code
 * torch.nn.LazyInstanceNorm1d}. There as here, factor, summand and running statistics are on by default, unlike in InstanceNorm1d.
 */
public final class LazyInstanceNorm1d extends InstanceNorm1d implements Lazily {
    /** With PyTorch's defaults. */
    public LazyInstanceNorm1d() {
        this(NormOptions.BATCH);
    }

    /** With all settings. */
    public LazyInstanceNorm1d(NormOptions options) {
        super(0, options);
    }
}
