package dev.jgrad.nn.loss;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The hinge loss of labels. {@code torch.nn.MultiMarginLoss}. */
public final class MultiMarginLoss extends Loss {
    /**
     * What PyTorch names by keyword.
     *
     * @param p the exponent, 1 or 2
     * @param margin the margin
     * @param weight a factor per class or element, or null
     * @param reduction what becomes of the losses of all elements
     */
    public record Options(int p, double margin, @Nullable Tensor weight, Reduction reduction) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(1, 1, null, Reduction.MEAN);

        /** A copy with another {@code p}. */
        public Options withP(int value) {
            return new Options(value, margin, weight, reduction);
        }

        /** A copy with another {@code margin}. */
        public Options withMargin(double value) {
            return new Options(p, value, weight, reduction);
        }

        /** A copy with another {@code weight}. */
        public Options withWeight(Tensor value) {
            return new Options(p, margin, value, reduction);
        }

        /** A copy with another {@code reduction}. */
        public Options withReduction(Reduction value) {
            return new Options(p, margin, weight, value);
        }
    }

    private final Options options;
    private @Nullable Tensor weight;

    /** With PyTorch's defaults. */
    public MultiMarginLoss() {
        this(Options.DEFAULT);
    }

    /** With all settings. */
    public MultiMarginLoss(Options options) {
        super(2);
        if (options.p != 1 && options.p != 2) {
            throw new ArgumentException("only p == 1 and p == 2 supported");
        }
        if (options.weight != null && options.weight.dim() != 1) {
            throw new ShapeException("MultiMarginLoss: expected weight to be None or 1D tensor, got "
                    + options.weight.dim() + "D instead");
        }
        this.options = options;
        if (options.weight != null) {
            weight = registerBuffer("weight", options.weight);
        }
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.multiMarginLoss(
                given[0], given[1], options.p, options.margin, weight, options.reduction.label());
    }
}
