package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The rectifier cut off at 6: min(max(x, 0), 6). {@code torch.nn.ReLU6}. */
public final class ReLU6 extends Module {
    private final boolean inplace;

    /** With PyTorch's defaults. */
    public ReLU6() {
        this(false);
    }

    /**
     * With all settings.
     *
     * @param inplace writes the result over the input
     */
    public ReLU6(boolean inplace) {
        this.inplace = inplace;
    }

    @Override
    public Tensor forward(Tensor input) {
        return inplace ? Functional.relu6_(input) : Functional.relu6(input);
    }

    @Override
    protected String extraRepr() {
        return inplace ? "inplace=True" : "";
    }
}
