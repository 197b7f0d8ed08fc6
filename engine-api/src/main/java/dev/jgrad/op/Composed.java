package dev.jgrad.op;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Guard;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
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
     *     gradient, nor what a user can write to before the gradient is asked for
     */
    static Tensor named(String gradFn, Tensor[] inputs, Function<Tensor[], Tensor> program) {
        return named(gradFn, inputs, new Tensor[0], program);
    }

    /**
     * Runs a program that also reads tensors which have no gradient, as indices have none.
     *
     * @param constants what the program gets behind the inputs; a write to them before the gradient is asked for is refused
     */
    static Tensor named(String gradFn, Tensor[] inputs, Tensor[] constants, Function<Tensor[], Tensor> program) {
        return namedAll(gradFn, inputs, constants, x -> new Tensor[] {program.apply(x)})[0];
    }

    /** {@link #named} for a program with several results; those that are not floating stay outside of the graph. */
    static Tensor[] namedAll(String gradFn, Tensor[] inputs, Function<Tensor[], Tensor[]> program) {
        return namedAll(gradFn, inputs, new Tensor[0], program);
    }

    /** The same with constants. */
    static Tensor[] namedAll(String gradFn, Tensor[] inputs, Tensor[] constants, Function<Tensor[], Tensor[]> program) {
        Tensor[] outs = Grad.noGrad(() -> detached(program.apply(joined(detached(inputs), constants))));
        // Under vmap the program runs again on inputs with the levels of its results: their gradients have them.
        Tensor[] lifted = Batching.lifted(inputs, outs);
        Tensor[] saved = joined(lifted, constants);
        int count = inputs.length;
        int others = constants.length;
        Dispatcher.recordAll(gradFn, outs, lifted, saved, c -> gradients(c, count, others, program));
        return outs;
    }

    private static Tensor[] joined(Tensor[] inputs, Tensor[] constants) {
        Tensor[] all = Arrays.copyOf(inputs, inputs.length + constants.length);
        System.arraycopy(constants, 0, all, inputs.length, constants.length);
        return all;
    }

    private static Tensor[] detached(Tensor[] inputs) {
        Tensor[] plain = new Tensor[inputs.length];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = inputs[i].detach();
        }
        return plain;
    }

    private static @Nullable Tensor[] gradients(
            BackwardContext c, int count, int constants, Function<Tensor[], Tensor[]> program) {
        boolean recording = c.recording();
        @Nullable Tensor[] result = new Tensor[count];
        try (Guard _ = Grad.enabled()) {
            Tensor[] again = new Tensor[count + constants];
            for (int i = count; i < again.length; i++) {
                again[i] = c.saved(i);
            }
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
            List<Tensor> outs = new ArrayList<>();
            List<Tensor> arrived = new ArrayList<>();
            Tensor[] results = program.apply(again);
            for (int i = 0; i < results.length; i++) {
                if (c.hasGrad(i) && results[i].requiresGrad()) {
                    outs.add(results[i]);
                    arrived.add(c.grad(i));
                }
            }
            Autograd.Options options = recording
                    ? Autograd.Options.DEFAULT.withCreateGraph().withAllowUnused()
                    : Autograd.Options.DEFAULT.withAllowUnused();
            List<@Nullable Tensor> grads =
                    outs.isEmpty() ? nothing(wanted.size()) : Autograd.grad(outs, wanted, arrived, options);
            for (int i = 0, k = 0; i < count; i++) {
                if (c.needs(i)) {
                    Tensor g = grads.get(k++);
                    result[i] = g != null ? g : again[i].detach().zerosLike();
                }
            }
        }
        return result;
    }

    /** What autograd would say of results that depend on no input. */
    private static List<@Nullable Tensor> nothing(int count) {
        return new ArrayList<>(java.util.Collections.<@Nullable Tensor>nCopies(count, null));
    }
}
