package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.nn.init.FanMode;
import dev.jgrad.nn.init.Init;
import dev.jgrad.nn.init.Nonlinearity;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** Multiplies by a matrix and adds a bias: (*, inFeatures) to (*, outFeatures). {@code torch.nn.Linear}. */
public class Linear extends Module {
    private long inFeatures;
    private final long outFeatures;
    private Tensor weight;
    private @Nullable Tensor bias;

    /** With a bias. */
    public Linear(long inFeatures, long outFeatures) {
        this(inFeatures, outFeatures, true);
    }

    /** With or without a bias. */
    public Linear(long inFeatures, long outFeatures, boolean bias) {
        this.inFeatures = inFeatures;
        this.outFeatures = outFeatures;
        weight = registerParameter("weight", Tensors.empty(outFeatures, inFeatures));
        if (bias) {
            this.bias = registerParameter("bias", Tensors.empty(outFeatures));
        } else {
            registerNoParameter("bias");
        }
        resetParameters();
    }

    /** Gives the matrix its size where it had none, and fills the parameters. */
    final void initialize(long features) {
        inFeatures = features;
        Lazily.resize(weight, outFeatures, features);
        resetParameters();
    }

    /** Fills the parameters anew as PyTorch does: uniform within 1 / sqrt(inFeatures). */
    public final void resetParameters() {
        Init.kaimingUniform_(weight, Math.sqrt(5), FanMode.FAN_IN, Nonlinearity.LEAKY_RELU);
        if (bias != null) {
            double bound = inFeatures > 0 ? 1 / Math.sqrt(inFeatures) : 0;
            Init.uniform_(bias, -bound, bound);
        }
    }

    /** The matrix, (outFeatures, inFeatures). */
    public final Tensor weight() {
        return weight;
    }

    /** What is added, (outFeatures), or null. */
    public final @Nullable Tensor bias() {
        return bias;
    }

    /** Size of the last dimension of the input. */
    public final long inFeatures() {
        return inFeatures;
    }

    /** Size of the last dimension of the result. */
    public final long outFeatures() {
        return outFeatures;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.linear(input, weight, bias);
    }

    @Override
    protected String extraRepr() {
        return "in_features=" + inFeatures + ", out_features=" + outFeatures + ", bias=" + Repr.of(bias != null);
    }
}
