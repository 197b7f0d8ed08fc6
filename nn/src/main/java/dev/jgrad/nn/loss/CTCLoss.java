package dev.jgrad.nn.loss;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/**
 * Minus the log-likelihood of sequences of labels over all alignments with an input: log probabilities (T, batch, classes), targets
 * (batch, S), lengths of the inputs and of the targets. {@code torch.nn.CTCLoss}.
 */
public final class CTCLoss extends Loss {
    /**
     * What PyTorch names by keyword.
     *
     * @param blank the class between labels
     * @param reduction what becomes of the losses of all sequences
     * @param zeroInfinity true for a loss of 0 where the input is too short for its target
     */
    public record Options(long blank, Reduction reduction, boolean zeroInfinity) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0, Reduction.MEAN, false);

        /** A copy with another {@code blank}. */
        public Options withBlank(long value) {
            return new Options(value, reduction, zeroInfinity);
        }

        /** A copy with another {@code reduction}. */
        public Options withReduction(Reduction value) {
            return new Options(blank, value, zeroInfinity);
        }

        /** A copy with another {@code zeroInfinity}. */
        public Options withZeroInfinity(boolean value) {
            return new Options(blank, reduction, value);
        }
    }

    private final Options options;

    /** With PyTorch's defaults. */
    public CTCLoss() {
        this(Options.DEFAULT);
    }

    /** With all settings. */
    public CTCLoss(Options options) {
        super(4);
        this.options = options;
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.ctcLoss(
                given[0], given[1], given[2], given[3], options.blank, options.reduction.label(), options.zeroInfinity);
    }
}
