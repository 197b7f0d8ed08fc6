package dev.jgrad.nn.loss;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The distance itself for targets of 1, what it lacks to a margin for targets of -1. {@code torch.nn.HingeEmbeddingLoss}. */
public final class HingeEmbeddingLoss extends Loss {
    /**
     * What PyTorch names by keyword.
     *
     * @param margin the margin
     * @param reduction what becomes of the losses of all elements
     */
    public record Options(double margin, Reduction reduction) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(1, Reduction.MEAN);

        /** A copy with another {@code margin}. */
        public Options withMargin(double value) {
            return new Options(value, reduction);
        }

        /** A copy with another {@code reduction}. */
        public Options withReduction(Reduction value) {
            return new Options(margin, value);
        }
    }

    private final Options options;

    /** With PyTorch's defaults. */
    public HingeEmbeddingLoss() {
        this(Options.DEFAULT);
    }

    /** With all settings. */
    public HingeEmbeddingLoss(Options options) {
        super(2);
        this.options = options;
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.hingeEmbeddingLoss(given[0], given[1], options.margin, options.reduction.label());
    }
}
