package dev.jgrad.nn.loss;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The Kullback-Leibler divergence; the input holds log probabilities. {@code torch.nn.KLDivLoss}. */
public final class KLDivLoss extends Loss {
    /**
     * What PyTorch names by keyword.
     *
     * @param reduction what becomes of the losses of all elements
     * @param logTarget the target holds log probabilities too
     */
    public record Options(Reduction reduction, boolean logTarget) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(Reduction.MEAN, false);

        /** A copy with another {@code reduction}. */
        public Options withReduction(Reduction value) {
            return new Options(value, logTarget);
        }

        /** A copy with another {@code logTarget}. */
        public Options withLogTarget(boolean value) {
            return new Options(reduction, value);
        }
    }

    private final Options options;

    /** With PyTorch's defaults. */
    public KLDivLoss() {
        this(Options.DEFAULT);
    }

    /** With all settings. */
    public KLDivLoss(Options options) {
        super(2);
        this.options = options;
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.klDiv(given[0], given[1], options.reduction.label(), options.logTarget);
    }
}
