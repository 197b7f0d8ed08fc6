package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Half of a dimension times the sigmoid of its other half. Dauphin and others 2016. {@code torch.nn.GLU}. */
public final class GLU extends Module {
    private final int dim;

    /** With PyTorch's defaults. */
    public GLU() {
        this(-1);
    }

    /**
     * With all settings.
     *
     * @param dim the dimension
     */
    public GLU(int dim) {
        this.dim = dim;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.glu(input, dim);
    }

    @Override
    protected String extraRepr() {
        return "dim=" + dim;
    }
}
