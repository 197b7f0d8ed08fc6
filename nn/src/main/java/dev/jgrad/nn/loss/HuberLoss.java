package dev.jgrad.nn.loss;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The squared difference, linear from delta on. Huber 1964. {@code torch.nn.HuberLoss}. */
public final class HuberLoss extends Loss {
    /**
     * What PyTorch names by keyword.
     *
     * @param reduction what becomes of the losses of all elements
     * @param delta from which difference it is linear
     */
    public record Options(Reduction reduction, double delta) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(Reduction.MEAN, 1);

        /** A copy with another {@code reduction}. */
        public Options withReduction(Reduction value) {
            return new Options(value, delta);
        }

        /** A copy with another {@code delta}. */
        public Options withDelta(double value) {
            return new Options(reduction, value);
        }
    }

    private final Options options;

    /** With PyTorch's defaults. */
    public HuberLoss() {
        this(Options.DEFAULT);
    }

    /** With all settings. */
    public HuberLoss(Options options) {
        super(2);
        this.options = options;
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.huberLoss(given[0], given[1], options.reduction.label(), options.delta);
    }
}
