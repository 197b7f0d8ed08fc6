package dev.jgrad.nn.layer;

import dev.jgrad.autograd.Grad;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;

/**
 * A layer that is made without the size of its input and finds it when it is called or loaded for the first time; from then on it
 * is, and prints as, the layer it extends. PyTorch's {@code LazyModuleMixin}. The base classes ask for this, since a class
 * {@code LazyConv2d} is a {@code Conv2d} already and can share code with other lazy layers only there.
 */
interface Lazily {
    /** Gives a parameter its size; the object stays, so that optimizers may have it already. */
    static void resize(Tensor tensor, long... sizes) {
        Grad.noGrad(() -> {
            tensor.setData(Tensors.empty(new TensorOptions(tensor.dtype(), tensor.device()), sizes));
            return tensor;
        });
    }

    /** The name to print: that of the layer it has become, once the size is known. */
    static String typeName(Lazily layer, boolean known) {
        return (known ? layer.getClass().getSuperclass() : layer.getClass()).getSimpleName();
    }
}
