package dev.jgrad.nn.layer;

import dev.jgrad.autograd.Grad;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;

/** Gives a parameter its size when the first input tells it; the object stays, so that optimizers may have it already. */
final class Lazily {
    private Lazily() {}

    static void resize(Tensor tensor, long... sizes) {
        Grad.noGrad(() -> {
            tensor.setData(Tensors.empty(new TensorOptions(tensor.dtype(), tensor.device()), sizes));
            return tensor;
        });
    }
}
