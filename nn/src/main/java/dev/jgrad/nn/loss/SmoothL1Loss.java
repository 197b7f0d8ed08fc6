package dev.jgrad.nn.loss;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The absolute difference, squared near zero. Girshick 2015. {@code torch.nn.SmoothL1Loss}. */
public final class SmoothL1Loss extends Loss {
    /**
     * What PyTorch names by keyword.
     *
     * @param reduction what becomes of the losses of all elements
     * @param beta up to which difference it is squared
     */
    public record Options(Reduction reduction, double beta) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(Reduction.MEAN, 1);

        /** A copy with another {@code reduction}. */
        public Options withReduction(Reduction value) {
            return new Options(value, beta);
        }

        /** A copy with another {@code beta}. */
        public Options withBeta(double value) {
            return new Options(reduction, value);
        }
    }

    private final Options options;

    /** With PyTorch's defaults. */
    public SmoothL1Loss() {
        this(Options.DEFAULT);
    }

    /** With all settings. */
    public SmoothL1Loss(Options options) {
        super(2);
        this.options = options;
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.smoothL1Loss(given[0], given[1], options.reduction.label(), options.beta);
    }
}
