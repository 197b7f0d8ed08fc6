package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** ELU scaled so that activations normalise themselves. Klambauer and others 2017. {@code torch.nn.SELU}. */
public final class SELU extends Module {
    private final boolean inplace;

    /** With PyTorch's defaults. */
    public SELU() {
        this(false);
    }

    /**
     * With all settings.
     *
     * @param inplace writes the result over the input
     */
    public SELU(boolean inplace) {
        this.inplace = inplace;
    }

    @Override
    public Tensor forward(Tensor input) {
        return inplace ? Functional.selu_(input) : Functional.selu(input);
    }

    @Override
    protected String extraRepr() {
        return inplace ? "inplace=True" : "";
    }
}
