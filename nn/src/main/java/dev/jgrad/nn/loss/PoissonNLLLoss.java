package dev.jgrad.nn.loss;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The negative log likelihood of Poisson distributed targets. {@code torch.nn.PoissonNLLLoss}. */
public final class PoissonNLLLoss extends Loss {
    /**
     * What PyTorch names by keyword.
     *
     * @param logInput the input holds the logarithm of the rate
     * @param full adds the Stirling term
     * @param eps added to the rate before its logarithm
     * @param reduction what becomes of the losses of all elements
     */
    public record Options(boolean logInput, boolean full, double eps, Reduction reduction) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(true, false, 1e-8, Reduction.MEAN);

        /** A copy with another {@code logInput}. */
        public Options withLogInput(boolean value) {
            return new Options(value, full, eps, reduction);
        }

        /** A copy with another {@code full}. */
        public Options withFull(boolean value) {
            return new Options(logInput, value, eps, reduction);
        }

        /** A copy with another {@code eps}. */
        public Options withEps(double value) {
            return new Options(logInput, full, value, reduction);
        }

        /** A copy with another {@code reduction}. */
        public Options withReduction(Reduction value) {
            return new Options(logInput, full, eps, value);
        }
    }

    private final Options options;

    /** With PyTorch's defaults. */
    public PoissonNLLLoss() {
        this(Options.DEFAULT);
    }

    /** With all settings. */
    public PoissonNLLLoss(Options options) {
        super(2);
        this.options = options;
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.poissonNllLoss(
                given[0], given[1], options.logInput, options.full, options.eps, options.reduction.label());
    }
}
