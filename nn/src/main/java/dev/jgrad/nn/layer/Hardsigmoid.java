package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** relu6(x + 3) / 6. {@code torch.nn.Hardsigmoid}. */
public final class Hardsigmoid extends Module {
    private final boolean inplace;

    /** With PyTorch's defaults. */
    public Hardsigmoid() {
        this(false);
    }

    /**
     * With all settings.
     *
     * @param inplace writes the result over the input
     */
    public Hardsigmoid(boolean inplace) {
        this.inplace = inplace;
    }

    @Override
    public Tensor forward(Tensor input) {
        return inplace ? Functional.hardsigmoid_(input) : Functional.hardsigmoid(input);
    }

    @Override
    protected String extraRepr() {
        return "";
    }
}
