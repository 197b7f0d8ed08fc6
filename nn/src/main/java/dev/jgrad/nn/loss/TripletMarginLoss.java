package dev.jgrad.nn.loss;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** How far an anchor is from being nearer to a positive than to a negative example. {@code torch.nn.TripletMarginLoss}. */
public final class TripletMarginLoss extends Loss {
    /**
     * What PyTorch names by keyword.
     *
     * @param margin by how much it must be nearer
     * @param p the norm
     * @param eps added to differences
     * @param swap takes the distance of the examples where it is less
     * @param reduction what becomes of the losses of all elements
     */
    public record Options(double margin, double p, double eps, boolean swap, Reduction reduction) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(1, 2, 1e-6, false, Reduction.MEAN);

        /** A copy with another {@code margin}. */
        public Options withMargin(double value) {
            return new Options(value, p, eps, swap, reduction);
        }

        /** A copy with another {@code p}. */
        public Options withP(double value) {
            return new Options(margin, value, eps, swap, reduction);
        }

        /** A copy with another {@code eps}. */
        public Options withEps(double value) {
            return new Options(margin, p, value, swap, reduction);
        }

        /** A copy with another {@code swap}. */
        public Options withSwap(boolean value) {
            return new Options(margin, p, eps, value, reduction);
        }

        /** A copy with another {@code reduction}. */
        public Options withReduction(Reduction value) {
            return new Options(margin, p, eps, swap, value);
        }
    }

    private final Options options;

    /** With PyTorch's defaults. */
    public TripletMarginLoss() {
        this(Options.DEFAULT);
    }

    /** With all settings. */
    public TripletMarginLoss(Options options) {
        super(3);
        this.options = options;
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.tripletMarginLoss(
                given[0],
                given[1],
                given[2],
                options.margin,
                options.p,
                options.eps,
                options.swap,
                options.reduction.label());
    }
}
