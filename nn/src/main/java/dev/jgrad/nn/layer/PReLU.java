package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.init.Init;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;

/** The leaky rectifier with a learned slope, one for all channels or one for each. He and others 2015; {@code torch.nn.PReLU}. */
public final class PReLU extends Module {
    private final long numParameters;
    private Tensor weight;

    /** One slope, 0.25 at first. */
    public PReLU() {
        this(1, 0.25);
    }

    /**
     * With all settings.
     *
     * @param numParameters 1, or the number of channels
     * @param init the slope at first
     */
    public PReLU(long numParameters, double init) {
        this.numParameters = numParameters;
        weight = registerParameter("weight", Init.constant_(Tensors.empty(numParameters), init));
    }

    /** The slopes. */
    public Tensor weight() {
        return weight;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.prelu(input, weight);
    }

    @Override
    protected String extraRepr() {
        return "num_parameters=" + numParameters;
    }
}
