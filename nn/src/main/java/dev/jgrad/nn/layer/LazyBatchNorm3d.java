package dev.jgrad.nn.layer;

/**
 * A {@link BatchNorm3d} that finds the number of channels when it is called or loaded for the first time, and is one from then on.
 * {@code torch.nn.LazyBatchNorm3d}.
 */
public final class LazyBatchNorm3d extends BatchNorm3d implements Lazily {
    /** With PyTorch's defaults. */
    public LazyBatchNorm3d() {
        this(NormOptions.BATCH);
    }

    /** With all settings. */
    public LazyBatchNorm3d(NormOptions options) {
        super(0, options);
    }
}
