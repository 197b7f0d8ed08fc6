package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** x limited to a range. {@code torch.nn.Hardtanh}. */
public final class Hardtanh extends Module {
    private final double minVal;
    private final double maxVal;
    private final boolean inplace;

    /** With PyTorch's defaults. */
    public Hardtanh() {
        this(-1, 1, false);
    }

    /** Into a new tensor. */
    public Hardtanh(double minVal, double maxVal) {
        this(minVal, maxVal, false);
    }

    /**
     * With all settings.
     *
     * @param minVal the least value
     * @param maxVal the greatest value
     * @param inplace writes the result over the input
     */
    public Hardtanh(double minVal, double maxVal, boolean inplace) {
        this.minVal = minVal;
        this.maxVal = maxVal;
        this.inplace = inplace;
    }

    @Override
    public Tensor forward(Tensor input) {
        return inplace ? Functional.hardtanh_(input, minVal, maxVal) : Functional.hardtanh(input, minVal, maxVal);
    }

    @Override
    protected String extraRepr() {
        return "min_val=" + Repr.of(minVal) + ", max_val=" + Repr.of(maxVal) + (inplace ? ", inplace=True" : "");
    }
}
