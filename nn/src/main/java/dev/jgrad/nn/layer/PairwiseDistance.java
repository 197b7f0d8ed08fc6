package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The p-norm of the difference of two batches of vectors. {@code torch.nn.PairwiseDistance}. */
public final class PairwiseDistance extends Module {
    private final double p;
    private final double eps;
    private final boolean keepDim;

    /** The Euclidean distance. */
    public PairwiseDistance() {
        this(2, 1e-6, false);
    }

    /** With all settings; {@code eps} is added to the difference. */
    public PairwiseDistance(double p, double eps, boolean keepDim) {
        this.p = p;
        this.eps = eps;
        this.keepDim = keepDim;
    }

    /** Takes two inputs. */
    @Override
    public Tensor forward(@Nullable Tensor... inputs) {
        Inputs.check(this, inputs, 2, 2);
        return Functional.pairwiseDistance(inputs[0], inputs[1], p, eps, keepDim);
    }
}
