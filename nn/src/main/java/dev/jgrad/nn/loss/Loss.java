package dev.jgrad.nn.loss;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Base of all losses: a module of two or more inputs, of which the last ones are what was wanted. */
public abstract class Loss extends Module {
    private final int inputs;

    /** A loss of so many inputs. */
    Loss(int inputs) {
        this.inputs = inputs;
    }

    @Override
    public final Tensor forward(@Nullable Tensor... given) {
        if (given.length != inputs || Arrays.stream(given).anyMatch(Objects::isNull)) {
            throw new ArgumentException(
                    typeName() + ".forward() takes " + inputs + " inputs but " + given.length + " were given");
        }
        return compute(given);
    }

    abstract Tensor compute(Tensor... given);
}
