package dev.jgrad.nn.loss;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The negative log likelihood of labels (batch) under log probabilities (batch, classes, *). {@code torch.nn.NLLLoss}. */
public final class NLLLoss extends Loss {
    /**
     * What PyTorch names by keyword.
     *
     * @param weight a factor per class or element, or null
     * @param ignoreIndex a label that does not count
     * @param reduction what becomes of the losses of all elements
     */
    public record Options(@Nullable Tensor weight, long ignoreIndex, Reduction reduction) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(null, -100, Reduction.MEAN);

        /** A copy with another {@code weight}. */
        public Options withWeight(Tensor value) {
            return new Options(value, ignoreIndex, reduction);
        }

        /** A copy with another {@code ignoreIndex}. */
        public Options withIgnoreIndex(long value) {
            return new Options(weight, value, reduction);
        }

        /** A copy with another {@code reduction}. */
        public Options withReduction(Reduction value) {
            return new Options(weight, ignoreIndex, value);
        }
    }

    private final Options options;
    private @Nullable Tensor weight;

    /** With PyTorch's defaults. */
    public NLLLoss() {
        this(Options.DEFAULT);
    }

    /** With all settings. */
    public NLLLoss(Options options) {
        super(2);
        this.options = options;
        if (options.weight != null) {
            weight = registerBuffer("weight", options.weight);
        }
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.nllLoss(given[0], given[1], weight, options.ignoreIndex, options.reduction.label());
    }
}
