package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Tensor;

/**
 * A {@link BatchNorm2d} that finds the number of channels when it is called or loaded for the first time, and is one from then on.
 * {@code torch.nn.LazyBatchNorm2d}.
 */
public final class LazyBatchNorm2d extends BatchNorm2d {
    /** With PyTorch's defaults. */
    public LazyBatchNorm2d() {
        this(NormOptions.BATCH);
    }

    /** With all settings. */
    public LazyBatchNorm2d(NormOptions options) {
        super(0, options);
    }

    @Override
    void prepare(Tensor input, int channelDim) {
        initialize(input.size(channelDim));
    }

    @Override
    protected boolean adoptShape(String name, Tensor given) {
        return adoptChannels(given);
    }

    @Override
    protected String typeName() {
        return numFeatures() == 0 ? "LazyBatchNorm2d" : "BatchNorm2d";
    }
}
