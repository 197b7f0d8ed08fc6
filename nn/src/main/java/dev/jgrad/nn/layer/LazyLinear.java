package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Tensor;

/**
 * A {@link Linear} layer that finds the size of its input when it is called or loaded for the first time, and is one from then
 * on. {@code torch.nn.LazyLinear}.
 */
public final class LazyLinear extends Linear implements Lazily {
    /** With a bias. */
    public LazyLinear(long outFeatures) {
        this(outFeatures, true);
    }

    /** With or without a bias. */
    public LazyLinear(long outFeatures, boolean bias) {
        super(0, outFeatures, bias);
    }

    @Override
    public Tensor forward(Tensor input) {
        if (inFeatures() == 0) {
            initialize(input.size(-1));
        }
        return super.forward(input);
    }

    @Override
    protected boolean adoptShape(String name, Tensor given) {
        if (inFeatures() != 0 || !name.equals("weight") || given.dim() != 2) {
            return false;
        }
        initialize(given.size(1));
        return given.shape().equals(weight().shape());
    }

    @Override
    protected String typeName() {
        return Lazily.typeName(this, inFeatures() != 0);
    }
}
