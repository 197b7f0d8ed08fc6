package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** x relu6(x + 3) / 6. Howard and others 2019. {@code torch.nn.Hardswish}. */
public final class Hardswish extends Module {
    private final boolean inplace;

    /** With PyTorch's defaults. */
    public Hardswish() {
        this(false);
    }

    /**
     * With all settings.
     *
     * @param inplace writes the result over the input
     */
    public Hardswish(boolean inplace) {
        this.inplace = inplace;
    }

    @Override
    public Tensor forward(Tensor input) {
        return inplace ? Functional.hardswish_(input) : Functional.hardswish(input);
    }

    @Override
    protected String extraRepr() {
        return "";
    }
}
