package dev.jgrad.nn.loss;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The negative log likelihood of labels (batch) or of their probabilities (batch, classes) after softmax over classes: (batch, classes, *). {@code torch.nn.CrossEntropyLoss}. */
public final class CrossEntropyLoss extends Loss {
    /**
     * What PyTorch names by keyword.
     *
     * @param weight a factor per class or element, or null
     * @param ignoreIndex a label that does not count
     * @param reduction what becomes of the losses of all elements
     * @param labelSmoothing the part of the probability that all classes share
     */
    public record Options(@Nullable Tensor weight, long ignoreIndex, Reduction reduction, double labelSmoothing) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(null, -100, Reduction.MEAN, 0);

        /** A copy with another {@code weight}. */
        public Options withWeight(Tensor value) {
            return new Options(value, ignoreIndex, reduction, labelSmoothing);
        }

        /** A copy with another {@code ignoreIndex}. */
        public Options withIgnoreIndex(long value) {
            return new Options(weight, value, reduction, labelSmoothing);
        }

        /** A copy with another {@code reduction}. */
        public Options withReduction(Reduction value) {
            return new Options(weight, ignoreIndex, value, labelSmoothing);
        }

        /** A copy with another {@code labelSmoothing}. */
        public Options withLabelSmoothing(double value) {
            return new Options(weight, ignoreIndex, reduction, value);
        }
    }

    private final Options options;
    private @Nullable Tensor weight;

    /** With PyTorch's defaults. */
    public CrossEntropyLoss() {
        this(Options.DEFAULT);
    }

    /** With all settings. */
    public CrossEntropyLoss(Options options) {
        super(2);
        this.options = options;
        if (options.weight != null) {
            weight = registerBuffer("weight", options.weight);
        }
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.crossEntropy(
                given[0], given[1], weight, options.ignoreIndex, options.reduction.label(), options.labelSmoothing);
    }
}
