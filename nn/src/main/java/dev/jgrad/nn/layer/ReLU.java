package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The rectifier: max(x, 0). {@code torch.nn.ReLU}. */
public final class ReLU extends Module {
    private final boolean inplace;

    /** With PyTorch's defaults. */
    public ReLU() {
        this(false);
    }

    /**
     * With all settings.
     *
     * @param inplace writes the result over the input
     */
    public ReLU(boolean inplace) {
        this.inplace = inplace;
    }

    /** True when the input is overwritten. */
    public boolean inplace() {
        return inplace;
    }

    @Override
    public Tensor forward(Tensor input) {
        return inplace ? Functional.relu_(input) : Functional.relu(input);
    }

    @Override
    protected String extraRepr() {
        return inplace ? "inplace=True" : "";
    }
}
