package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.nn.init.Init;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * A bilinear form of two inputs per output: (*, in1Features) and (*, in2Features) to (*, outFeatures). {@code
 * torch.nn.Bilinear}.
 */
public final class Bilinear extends Module {
    private final long in1Features;
    private final long in2Features;
    private final long outFeatures;
    private Tensor weight;
    private @Nullable Tensor bias;

    /** With a bias. */
    public Bilinear(long in1Features, long in2Features, long outFeatures) {
        this(in1Features, in2Features, outFeatures, true);
    }

    /** With or without a bias. */
    public Bilinear(long in1Features, long in2Features, long outFeatures, boolean bias) {
        this.in1Features = in1Features;
        this.in2Features = in2Features;
        this.outFeatures = outFeatures;
        weight = registerParameter("weight", Tensors.empty(outFeatures, in1Features, in2Features));
        if (bias) {
            this.bias = registerParameter("bias", Tensors.empty(outFeatures));
        } else {
            registerNoParameter("bias");
        }
        resetParameters();
    }

    /** Fills the parameters anew as PyTorch does: uniform within 1 / sqrt(in1Features). */
    public void resetParameters() {
        double bound = 1 / Math.sqrt(in1Features);
        Init.uniform_(weight, -bound, bound);
        if (bias != null) {
            Init.uniform_(bias, -bound, bound);
        }
    }

    /** The forms, (outFeatures, in1Features, in2Features). */
    public Tensor weight() {
        return weight;
    }

    /** What is added, (outFeatures), or null. */
    public @Nullable Tensor bias() {
        return bias;
    }

    /** Takes two inputs. */
    @Override
    public Tensor forward(@Nullable Tensor... inputs) {
        Inputs.check(this, inputs, 2, 2);
        return Functional.bilinear(inputs[0], inputs[1], weight, bias);
    }

    @Override
    protected String extraRepr() {
        return "in1_features=" + in1Features + ", in2_features=" + in2Features + ", out_features=" + outFeatures
                + ", bias=" + Repr.of(bias != null);
    }
}
