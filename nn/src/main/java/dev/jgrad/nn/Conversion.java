package dev.jgrad.nn;

import dev.jgrad.autograd.Grad;
import dev.jgrad.tensor.Tensor;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Moves or converts a tensor and its gradient without changing the objects, so that whoever holds them sees the result. */
final class Conversion {
    private Conversion() {}

    /** Converts a tensor unless it is in {@code done}, where tied weights are after their first turn. */
    static void inPlace(@Nullable Tensor tensor, UnaryOperator<Tensor> conversion, Set<Tensor> done) {
        if (tensor == null || !done.add(tensor)) {
            return;
        }
        try (var _ = Grad.disabled()) {
            Tensor converted = conversion.apply(tensor);
            if (converted != tensor) {
                Tensor grad = tensor.grad();
                tensor.setGrad(null);
                tensor.setData(converted);
                if (grad != null) {
                    tensor.setGrad(conversion.apply(grad));
                }
            }
        }
    }
}
