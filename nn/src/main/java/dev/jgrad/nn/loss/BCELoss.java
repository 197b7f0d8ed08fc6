package dev.jgrad.nn.loss;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Binary cross entropy of probabilities. {@code torch.nn.BCELoss}. */
public final class BCELoss extends Loss {
    /**
     * What PyTorch names by keyword.
     *
     * @param weight a factor per class or element, or null
     * @param reduction what becomes of the losses of all elements
     */
    public record Options(@Nullable Tensor weight, Reduction reduction) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(null, Reduction.MEAN);

        /** A copy with another {@code weight}. */
        public Options withWeight(Tensor value) {
            return new Options(value, reduction);
        }

        /** A copy with another {@code reduction}. */
        public Options withReduction(Reduction value) {
            return new Options(weight, value);
        }
    }

    private final Options options;
    private @Nullable Tensor weight;

    /** With PyTorch's defaults. */
    public BCELoss() {
        this(Options.DEFAULT);
    }

    /** With all settings. */
    public BCELoss(Options options) {
        super(2);
        this.options = options;
        if (options.weight != null) {
            weight = registerBuffer("weight", options.weight);
        }
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.binaryCrossEntropy(given[0], given[1], weight, options.reduction.label());
    }
}
