package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Tensor;

/**
 * A {@link InstanceNorm1d} that finds the number of channels when it is called or loaded for the first time, and is one from then on. All of it is learned and tracked by default, unlike there.
 * {@code torch.nn.LazyInstanceNorm1d}.
 */
public final class LazyInstanceNorm1d extends InstanceNorm1d {
    /** With PyTorch's defaults. */
    public LazyInstanceNorm1d() {
        this(NormOptions.BATCH);
    }

    /** With all settings. */
    public LazyInstanceNorm1d(NormOptions options) {
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
        return numFeatures() == 0 ? "LazyInstanceNorm1d" : "InstanceNorm1d";
    }
}
