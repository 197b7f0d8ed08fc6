package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** x times sigmoid(x), also known as swish. {@code torch.nn.SiLU}. */
public final class SiLU extends Module {
    private final boolean inplace;

    /** With PyTorch's defaults. */
    public SiLU() {
        this(false);
    }

    /**
     * With all settings.
     *
     * @param inplace writes the result over the input
     */
    public SiLU(boolean inplace) {
        this.inplace = inplace;
    }

    @Override
    public Tensor forward(Tensor input) {
        return inplace ? Functional.silu_(input) : Functional.silu(input);
    }

    @Override
    protected String extraRepr() {
        return inplace ? "inplace=True" : "";
    }
}
