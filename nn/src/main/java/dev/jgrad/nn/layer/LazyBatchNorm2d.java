package dev.jgrad.nn.layer;

/**
 * A {@link BatchNorm2d} that finds the number of channels when it is called or loaded for the first time, and is one from then on.
 * {@code torch.nn.LazyBatchNorm2d}.
 */
public final class LazyBatchNorm2d extends BatchNorm2d implements Lazily {
    /** With PyTorch's defaults. */
    public LazyBatchNorm2d() {
        this(NormOptions.BATCH);
    }

    /** With all settings. */
    public LazyBatchNorm2d(NormOptions options) {
        super(0, options);
    }
}
