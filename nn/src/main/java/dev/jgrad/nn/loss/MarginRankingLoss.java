package dev.jgrad.nn.loss;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** How far two inputs are from the wanted order: target 1 or -1. {@code torch.nn.MarginRankingLoss}. */
public final class MarginRankingLoss extends Loss {
    /**
     * What PyTorch names by keyword.
     *
     * @param margin by how much one must be greater
     * @param reduction what becomes of the losses of all elements
     */
    public record Options(double margin, Reduction reduction) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0, Reduction.MEAN);

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
    public MarginRankingLoss() {
        this(Options.DEFAULT);
    }

    /** With all settings. */
    public MarginRankingLoss(Options options) {
        super(3);
        this.options = options;
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.marginRankingLoss(given[0], given[1], given[2], options.margin, options.reduction.label());
    }
}
