package dev.jgrad.it.training;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.vision.ResNet;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Records which inputs of rectifiers are positive in one run, and leads another run to the same sides. */
final class RectifierSides {
    private final List<Tensor> positive = new ArrayList<>();
    private long crossed;

    /** Replaces the rectifiers by ones that remember. */
    ResNet recording(ResNet model) {
        return replace(model, () -> new Module() {
            @Override
            public Tensor forward(Tensor input) {
                positive.add(input.detach().gt(0.0));
                return input.relu();
            }
        });
    }

    /** Replaces the rectifiers by ones that decide as the recorded ones did. */
    ResNet leading(ResNet model) {
        List<Tensor> sides = new ArrayList<>(positive);
        return replace(model, () -> new Module() {
            @Override
            public Tensor forward(Tensor input) {
                Tensor side = sides.removeFirst();
                crossed += input.detach().gt(0.0).ne(side).sum().itemLong();
                return input.mul(side.to(input.dtype()));
            }
        });
    }

    /** How many inputs were led to the other side; they are tiny, or the comparison would make no sense. */
    long crossed() {
        return crossed;
    }

    private static ResNet replace(ResNet model, Supplier<Module> other) {
        List.copyOf(model.namedModules().entrySet()).forEach(entry -> {
            if (entry.getValue() instanceof ReLU) {
                model.set(entry.getKey(), other.get());
            }
        });
        return model;
    }
}
