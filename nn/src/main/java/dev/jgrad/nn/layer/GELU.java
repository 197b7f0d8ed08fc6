package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** x times the normal distribution function of x. Hendrycks, Gimpel 2016. {@code torch.nn.GELU}. */
public final class GELU extends Module {
    private final String approximate;

    /** With PyTorch's defaults. */
    public GELU() {
        this("none");
    }

    /**
     * With all settings.
     *
     * @param approximate {@code none}, or {@code tanh} for the cheaper formula
     */
    public GELU(String approximate) {
        this.approximate = approximate;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.gelu(input, approximate);
    }

    @Override
    protected String extraRepr() {
        return "approximate=" + Repr.of(approximate);
    }
}
