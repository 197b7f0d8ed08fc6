package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.nn.init.Init;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** Normalises over the last dimensions of each sample. Ba and others 2016; {@code torch.nn.LayerNorm}. */
public final class LayerNorm extends Module {
    private final long[] normalizedShape;
    private final double eps;
    private final boolean elementwiseAffine;
    private @Nullable Tensor weight;
    private @Nullable Tensor bias;

    /** Over dimensions of these sizes, with learned factors and summands. */
    public LayerNorm(long... normalizedShape) {
        this(normalizedShape, 1e-5, true, true);
    }

    /**
     * With all settings.
     *
     * @param normalizedShape sizes of the last dimensions
     * @param eps added to the variance
     * @param elementwiseAffine learns a factor per element
     * @param bias learns a summand per element, where {@code elementwiseAffine}
     */
    public LayerNorm(long[] normalizedShape, double eps, boolean elementwiseAffine, boolean bias) {
        this.normalizedShape = normalizedShape.clone();
        this.eps = eps;
        this.elementwiseAffine = elementwiseAffine;
        if (elementwiseAffine) {
            weight = registerParameter("weight", Tensors.empty(normalizedShape));
        } else {
            registerNoParameter("weight");
        }
        if (elementwiseAffine && bias) {
            this.bias = registerParameter("bias", Tensors.empty(normalizedShape));
        } else {
            registerNoParameter("bias");
        }
        resetParameters();
    }

    /** Starts anew: factor 1, summand 0. */
    public void resetParameters() {
        if (weight != null) {
            Init.ones_(weight);
        }
        if (bias != null) {
            Init.zeros_(bias);
        }
    }

    /** The factors, or null. */
    public @Nullable Tensor weight() {
        return weight;
    }

    /** The summands, or null. */
    public @Nullable Tensor bias() {
        return bias;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.layerNorm(input, normalizedShape, weight, bias, eps);
    }

    @Override
    protected String extraRepr() {
        return Repr.tuple(normalizedShape) + ", eps=" + Repr.of(eps) + ", elementwise_affine="
                + Repr.of(elementwiseAffine) + ", bias=" + Repr.of(bias != null);
    }
}
