package dev.jgrad.nn.layer;

import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Softmax over the channels of (batch, channels, height, width). {@code torch.nn.Softmax2d}. */
public final class Softmax2d extends Module {
    /** Without settings. */
    public Softmax2d() {}

    @Override
    public Tensor forward(Tensor input) {
        if (input.dim() != 3 && input.dim() != 4) {
            throw new ShapeException("Softmax2d: expected input to be 3D or 4D, got " + input.dim() + "D instead");
        }
        return Functional.softmax(input, -3);
    }
}
