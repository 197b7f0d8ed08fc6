package dev.jgrad.nn.loss;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The negative log likelihood of normally distributed targets: input, target, variance. {@code torch.nn.GaussianNLLLoss}. */
public final class GaussianNLLLoss extends Loss {
    /**
     * What PyTorch names by keyword.
     *
     * @param full adds the constant term
     * @param eps the least variance
     * @param reduction what becomes of the losses of all elements
     */
    public record Options(boolean full, double eps, Reduction reduction) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(false, 1e-6, Reduction.MEAN);

        /** A copy with another {@code full}. */
        public Options withFull(boolean value) {
            return new Options(value, eps, reduction);
        }

        /** A copy with another {@code eps}. */
        public Options withEps(double value) {
            return new Options(full, value, reduction);
        }

        /** A copy with another {@code reduction}. */
        public Options withReduction(Reduction value) {
            return new Options(full, eps, value);
        }
    }

    private final Options options;

    /** With PyTorch's defaults. */
    public GaussianNLLLoss() {
        this(Options.DEFAULT);
    }

    /** With all settings. */
    public GaussianNLLLoss(Options options) {
        super(3);
        this.options = options;
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.gaussianNllLoss(
                given[0], given[1], given[2], options.full, options.eps, options.reduction.label());
    }
}
