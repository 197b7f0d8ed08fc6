package dev.jgrad.op;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Guard;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Operations that are one node under PyTorch's name but are written as a program of others. The program runs unrecorded
 * going forward and a second time, recorded, when its gradient is asked for: that costs time and saves memory, and second
 * gradients come by themselves.
 */
final class Composed {
    private Composed() {}

    /**
     * Runs a program as one node.
     *
     * @param inputs differentiable inputs; the program must give a fresh tensor, and use nothing else that needs a
     *     gradient
     */
    static Tensor named(String gradFn, Tensor[] inputs, Function<Tensor[], Tensor> program) {
        Tensor out = Grad.noGrad(() -> program.apply(detached(inputs)).detach());
        return Dispatcher.record(gradFn, out, inputs, inputs, c -> gradients(c, inputs.length, program));
    }

    private static Tensor[] detached(Tensor[] inputs) {
        Tensor[] plain = new Tensor[inputs.length];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = inputs[i].detach();
        }
        return plain;
    }

    private static @Nullable Tensor[] gradients(BackwardContext c, int count, Function<Tensor[], Tensor> program) {
        boolean recording = c.recording();
        @Nullable Tensor[] result = new Tensor[count];
        try (Guard _ = Grad.enabled()) {
            Tensor[] again = new Tensor[count];
            List<Tensor> wanted = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                Tensor saved = c.saved(i);
                // An alias of its own for each input, so that one tensor given twice gets two gradients.
                again[i] = recording ? ViewOps.alias(saved) : saved.detach();
                if (c.needs(i)) {
                    if (!again[i].requiresGrad()) {
                        again[i].requiresGrad_();
                    }
                    wanted.add(again[i]);
                }
            }
            Tensor out = program.apply(again);
            Autograd.Options options = recording
                    ? Autograd.Options.DEFAULT.withCreateGraph().withAllowUnused()
                    : Autograd.Options.DEFAULT.withAllowUnused();
            List<@Nullable Tensor> grads = Autograd.grad(List.of(out), wanted, List.of(c.grad()), options);
            for (int i = 0, k = 0; i < count; i++) {
                if (c.needs(i)) {
                    Tensor g = grads.get(k++);
                    result[i] = g != null ? g : again[i].detach().zerosLike();
                }
            }
        }
        return result;
    }
}
