package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The hyperbolic tangent. {@code torch.nn.Tanh}. */
public final class Tanh extends Module {
    /** Without settings. */
    public Tanh() {}

    @Override
    public Tensor forward(Tensor input) {
        return Functional.tanh(input);
    }
}
