package dev.jgrad.nn.loss;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Binary cross entropy after a sigmoid. {@code torch.nn.BCEWithLogitsLoss}. */
public final class BCEWithLogitsLoss extends Loss {
    /**
     * What PyTorch names by keyword.
     *
     * @param weight a factor per class or element, or null
     * @param reduction what becomes of the losses of all elements
     * @param posWeight a factor for positive examples per class, or null
     */
    public record Options(
            @Nullable Tensor weight,
            Reduction reduction,
            @Nullable Tensor posWeight) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(null, Reduction.MEAN, null);

        /** A copy with another {@code weight}. */
        public Options withWeight(Tensor value) {
            return new Options(value, reduction, posWeight);
        }

        /** A copy with another {@code reduction}. */
        public Options withReduction(Reduction value) {
            return new Options(weight, value, posWeight);
        }

        /** A copy with another {@code posWeight}. */
        public Options withPosWeight(Tensor value) {
            return new Options(weight, reduction, value);
        }
    }

    private final Options options;
    private @Nullable Tensor weight;
    private @Nullable Tensor posWeight;

    /** With PyTorch's defaults. */
    public BCEWithLogitsLoss() {
        this(Options.DEFAULT);
    }

    /** With all settings. */
    public BCEWithLogitsLoss(Options options) {
        super(2);
        this.options = options;
        if (options.weight != null) {
            weight = registerBuffer("weight", options.weight);
        }
        if (options.posWeight != null) {
            posWeight = registerBuffer("pos_weight", options.posWeight);
        }
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.binaryCrossEntropyWithLogits(
                given[0], given[1], weight, options.reduction.label(), posWeight);
    }
}
