package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Tensor;

/**
 * A {@link BatchNorm3d} that finds the number of channels when it is called or loaded for the first time, and is one from then on.
 * {@code torch.nn.LazyBatchNorm3d}.
 */
public final class LazyBatchNorm3d extends BatchNorm3d {
    /** With PyTorch's defaults. */
    public LazyBatchNorm3d() {
        this(NormOptions.BATCH);
    }

    /** With all settings. */
    public LazyBatchNorm3d(NormOptions options) {
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
        return numFeatures() == 0 ? "LazyBatchNorm3d" : "BatchNorm3d";
    }
}
