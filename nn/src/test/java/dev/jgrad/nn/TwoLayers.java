package dev.jgrad.nn;

import dev.jgrad.nn.layer.Linear;
import dev.jgrad.tensor.Tensor;

/** A user's module: two linear layers with a rectifier between them. */
final class TwoLayers extends Module {
    private Linear hidden = registerModule("hidden", new Linear(3, 4));
    private Module output = registerModule("output", new Linear(4, 2));

    @Override
    public Tensor forward(Tensor x) {
        return output.call(hidden.call(x).relu());
    }

    Module output() {
        return output;
    }
}
