package dev.jgrad.nn.layer;

/**
 * A {@link BatchNorm1d} that finds the number of channels when it is called or loaded for the first time, and is one from then on.
 * {@code torch.nn.LazyBatchNorm1d}.
 */
public final class LazyBatchNorm1d extends BatchNorm1d implements Lazily {
    /** With PyTorch's defaults. */
    public LazyBatchNorm1d() {
        this(NormOptions.BATCH);
    }

    /** With all settings. */
    public LazyBatchNorm1d(NormOptions options) {
        super(0, options);
    }
}
