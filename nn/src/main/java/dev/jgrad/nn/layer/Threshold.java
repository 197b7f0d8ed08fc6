package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** x, or a constant where it is not above a threshold. {@code torch.nn.Threshold}. */
public final class Threshold extends Module {
    private final double threshold;
    private final double value;
    private final boolean inplace;

    /** Into a new tensor. */
    public Threshold(double threshold, double value) {
        this(threshold, value, false);
    }

    /**
     * With all settings.
     *
     * @param threshold the threshold
     * @param value the constant
     * @param inplace writes the result over the input
     */
    public Threshold(double threshold, double value, boolean inplace) {
        this.threshold = threshold;
        this.value = value;
        this.inplace = inplace;
    }

    @Override
    public Tensor forward(Tensor input) {
        return inplace ? Functional.threshold_(input, threshold, value) : Functional.threshold(input, threshold, value);
    }

    @Override
    protected String extraRepr() {
        return "threshold=" + Numbers.text(threshold, isInteger("threshold", true)) + ", value="
                + Numbers.text(value, isInteger("value", true)) + (inplace ? ", inplace=True" : "");
    }
}
