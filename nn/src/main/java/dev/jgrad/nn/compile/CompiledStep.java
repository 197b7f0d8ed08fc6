package dev.jgrad.nn.compile;

import dev.jgrad.compile.CompiledFunction;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.optim.Optimizer;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A whole training step, recorded once and replayed: module, loss, backward pass. The optimizer steps as ever, so that
 * learning rates, schedules and state dicts are those of eager training.
 *
 * <pre>{@code
 * CompiledStep step = CompiledStep.of(net, optimizer, Functional::crossEntropy);
 * for (var batch : loader) {
 *     Tensor loss = step.run(batch.input(), batch.target());
 * }
 * }</pre>
 */
public final class CompiledStep {
    private final Optimizer optimizer;
    private final CompiledFunction function;

    private CompiledStep(Module module, Optimizer optimizer, BinaryOperator<Tensor> loss) {
        this.optimizer = optimizer;
        function = new CompiledFunction(
                "CompiledStepBackward0", in -> loss(module, loss, in), () -> state(module, optimizer));
    }

    private static List<@Nullable Tensor> loss(Module module, BinaryOperator<Tensor> loss, List<@Nullable Tensor> in) {
        Tensor input = Objects.requireNonNull(in.get(0));
        Tensor target = Objects.requireNonNull(in.get(1));
        return Arrays.asList(loss.apply(module.call(input), target));
    }

    /** Module and what the optimizer trains beside it, such as parameters of the loss. */
    private static CompiledFunction.State state(Module module, Optimizer optimizer) {
        CompiledFunction.State of = CompiledModule.state(module);
        List<Tensor> tensors = new ArrayList<>(of.tensors());
        var known = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<Tensor, Boolean>());
        known.addAll(tensors);
        optimizer
                .paramGroups()
                .forEach(group -> group.parameters().forEach(p -> {
                    if (known.add(p)) {
                        tensors.add(p);
                    }
                }));
        return new CompiledFunction.State(tensors, of.modes(), of.obstacle());
    }

    /**
     * Prepares a step; nothing runs yet.
     *
     * @param loss of the module's result and the target
     */
    public static CompiledStep of(Module module, Optimizer optimizer, BinaryOperator<Tensor> loss) {
        return new CompiledStep(module, optimizer, loss);
    }

    /** Forgets gradients, computes the loss and its gradients, steps; returns the loss. */
    public Tensor run(Tensor input, Tensor target) {
        optimizer.zeroGrad();
        Tensor loss = Objects.requireNonNull(
                function.call(Arrays.asList(input, target)).getFirst());
        loss.backward();
        optimizer.step();
        return loss.detach();
    }

    /** Why the last step did not replay; empty when it did. */
    public String reason() {
        return function.reason();
    }

    /** How often steps did not replay, by reason. */
    public Map<String, Integer> reasons() {
        return function.reasons();
    }

    /** How many steps were replayed. */
    public int replays() {
        return function.replays();
    }
}
