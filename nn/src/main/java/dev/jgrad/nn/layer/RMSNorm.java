package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.nn.init.Init;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** Divides by the root mean square over the last dimensions. Zhang, Sennrich 2019; {@code torch.nn.RMSNorm}. */
public final class RMSNorm extends Module {
    private final long[] normalizedShape;
    private final @Nullable Double eps;
    private final boolean elementwiseAffine;
    private @Nullable Tensor weight;

    /** Over dimensions of these sizes, with learned factors. */
    public RMSNorm(long... normalizedShape) {
        this(normalizedShape, null, true);
    }

    /**
     * With all settings.
     *
     * @param normalizedShape sizes of the last dimensions
     * @param eps added to the mean square, or null for the spacing of numbers at 1 in the input's dtype
     * @param elementwiseAffine learns a factor per element
     */
    public RMSNorm(long[] normalizedShape, @Nullable Double eps, boolean elementwiseAffine) {
        this.normalizedShape = normalizedShape.clone();
        this.eps = eps;
        this.elementwiseAffine = elementwiseAffine;
        if (elementwiseAffine) {
            weight = registerParameter("weight", Init.ones_(Tensors.empty(normalizedShape)));
        } else {
            registerNoParameter("weight");
        }
    }

    /** The factors, or null. */
    public @Nullable Tensor weight() {
        return weight;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.rmsNorm(input, normalizedShape, weight, eps);
    }

    @Override
    protected String extraRepr() {
        return Repr.tuple(normalizedShape) + ", eps=" + Repr.of((Object) eps) + ", elementwise_affine="
                + Repr.of(elementwiseAffine);
    }
}
