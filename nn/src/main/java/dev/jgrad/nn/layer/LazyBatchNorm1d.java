package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Tensor;

/**
 * A {@link BatchNorm1d} that finds the number of channels when it is called or loaded for the first time, and is one from then on.
 * {@code torch.nn.LazyBatchNorm1d}.
 */
public final class LazyBatchNorm1d extends BatchNorm1d {
    /** With PyTorch's defaults. */
    public LazyBatchNorm1d() {
        this(NormOptions.BATCH);
    }

    /** With all settings. */
    public LazyBatchNorm1d(NormOptions options) {
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
        return numFeatures() == 0 ? "LazyBatchNorm1d" : "BatchNorm1d";
    }
}
