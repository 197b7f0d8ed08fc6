package dev.jgrad.nn.parametrize;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A module that computes a parameter from one tensor or several. One of a single tensor that needs no inverse may be any
 * module.
 *
 * <pre>{@code
 * final class Symmetric extends Parametrization {
 *     public Tensor forward(Tensor x) {
 *         return x.triu().add(x.triu(1).mT());
 *     }
 *
 *     public List<Tensor> rightInverse(Tensor value) {
 *         return List.of(value.triu());
 *     }
 * }
 * }</pre>
 */
public abstract class Parametrization extends Module {
    /** A parametrization without state. */
    protected Parametrization() {}

    /**
     * The tensors from which {@link #forward} computes a value, so that the value can be assigned; null where that cannot be
     * said. More than one become {@code original0}, {@code original1} and so on.
     */
    public @Nullable List<Tensor> rightInverse(Tensor value) {
        return null;
    }
}
