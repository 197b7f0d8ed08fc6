package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** 1 / (1 + e^-x). {@code torch.nn.Sigmoid}. */
public final class Sigmoid extends Module {
    /** Without settings. */
    public Sigmoid() {}

    @Override
    public Tensor forward(Tensor input) {
        return Functional.sigmoid(input);
    }
}
