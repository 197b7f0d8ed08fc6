package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** x - tanh(x). {@code torch.nn.Tanhshrink}. */
public final class Tanhshrink extends Module {
    /** Without settings. */
    public Tanhshrink() {}

    @Override
    public Tensor forward(Tensor input) {
        return Functional.tanhshrink(input);
    }
}
