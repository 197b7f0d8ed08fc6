package dev.jgrad.nn.layer;

/**
 * An {@link InstanceNorm3d} that finds the number of channels when it is called or loaded for the first time, and is one from then on. {@code
 * torch.nn.LazyInstanceNorm3d}. There as here, factor, summand and running statistics are on by default, unlike in InstanceNorm3d.
 */
public final class LazyInstanceNorm3d extends InstanceNorm3d implements Lazily {
    /** With PyTorch's defaults. */
    public LazyInstanceNorm3d() {
        this(NormOptions.BATCH);
    }

    /** With all settings. */
    public LazyInstanceNorm3d(NormOptions options) {
        super(0, options);
    }
}
