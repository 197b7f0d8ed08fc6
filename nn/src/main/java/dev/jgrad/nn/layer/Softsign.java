package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** x / (1 + |x|). {@code torch.nn.Softsign}. */
public final class Softsign extends Module {
    /** Without settings. */
    public Softsign() {}

    @Override
    public Tensor forward(Tensor input) {
        return Functional.softsign(input);
    }
}
