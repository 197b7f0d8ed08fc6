package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;

/** Passes its input on; stands where a layer was taken away. {@code torch.nn.Identity}. */
public final class Identity extends Module {
    /** Without settings. */
    public Identity() {}

    @Override
    public Tensor forward(Tensor input) {
        return input;
    }
}
