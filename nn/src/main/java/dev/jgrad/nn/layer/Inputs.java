package dev.jgrad.nn.layer;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Checks how many inputs a module with several was given. */
final class Inputs {
    private Inputs() {}

    /** Refuses fewer than {@code required} inputs, missing ones among them, and more than {@code most}. */
    static void check(Module module, @Nullable Tensor[] inputs, int required, int most) {
        String name = module.getClass().getSimpleName();
        if (inputs.length < required || inputs.length > most) {
            throw new ArgumentException(name + ".forward() takes " + (required == most ? "" : required + " to ") + most
                    + " inputs but " + inputs.length + " were given");
        }
        for (int i = 0; i < required; i++) {
            if (inputs[i] == null) {
                throw new ArgumentException(name + ".forward() needs input " + i + ", which is null");
            }
        }
    }

    /** An input that {@link #check} has seen. */
    static Tensor required(@Nullable Tensor[] inputs, int index) {
        return java.util.Objects.requireNonNull(inputs[index]);
    }

    /** An optional input, null where it is left out. */
    static @Nullable Tensor optional(@Nullable Tensor[] inputs, int index) {
        return index < inputs.length ? inputs[index] : null;
    }
}
