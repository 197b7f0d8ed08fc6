package dev.jgrad.nn.parametrize;

import dev.jgrad.tensor.Tensor;
import java.util.List;

/** PyTorch's example of a parametrization. */
final class Symmetric extends Parametrization {
    @Override
    public Tensor forward(Tensor x) {
        return x.triu().add(x.triu(1).mT());
    }

    @Override
    public List<Tensor> rightInverse(Tensor value) {
        return List.of(value.triu());
    }
}
