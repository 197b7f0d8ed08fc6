package dev.jgrad.nn;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Calls a module with other parameters and buffers than its own: {@code torch.func.functional_call}. */
public final class FunctionalCall {
    private FunctionalCall() {}

    /**
     * The result of a module in which the named parameters and buffers are replaced during the call. Names are those of
     * {@link Module#namedParameters()} and {@link Module#namedBuffers()}; what is not named stays. Tied tensors are replaced
     * together.
     *
     * <p>The module is changed while the call lasts, so no other thread may use it then.
     *
     * @throws ArgumentException when there is no parameter or buffer of a name, or a field that holds it is final
     */
    public static Tensor functionalCall(Module module, Map<String, Tensor> tensors, Tensor input) {
        return with(module, tensors, () -> module.call(input));
    }

    /** The same for a module with several inputs. */
    public static Tensor functionalCall(Module module, Map<String, Tensor> tensors, List<Tensor> inputs) {
        return with(module, tensors, () -> module.call(inputs.toArray(Tensor[]::new)));
    }

    /**
     * The states of equal models.
     *
     * @param parameters by path, each a leaf (models, *)
     * @param buffers by path, (models, *)
     */
    public record Stacked(Map<String, Tensor> parameters, Map<String, Tensor> buffers) {}

    /**
     * Stacks the parameters and buffers of models of one class, to run them all at once under vmap: {@code
     * torch.func.stack_module_state}.
     *
     * @throws ArgumentException when there is no model, or they differ in class, in mode or in what requires a gradient
     */
    public static Stacked stackModuleState(List<? extends Module> models) {
        if (models.isEmpty()) {
            throw new ArgumentException("stack_module_state: Expected at least one model, got 0.");
        }
        Module first = models.getFirst();
        if (models.stream().anyMatch(m -> m.isTraining() != first.isTraining())) {
            throw new ArgumentException("stack_module_state: Expected all models to have the same training/eval mode.");
        }
        if (models.stream().anyMatch(m -> m.getClass() != first.getClass())) {
            throw new ArgumentException("stack_module_state: Expected all models to be of the same class.");
        }
        return new Stacked(
                stacked(models.stream().map(Module::namedParameters).toList()),
                stacked(models.stream().map(Module::namedBuffers).toList()));
    }

    private static Map<String, Tensor> stacked(List<Map<String, Tensor>> all) {
        Map<String, Tensor> result = new LinkedHashMap<>();
        for (String name : all.getFirst().keySet()) {
            Tensor[] parts = all.stream().map(one -> one.get(name)).toArray(Tensor[]::new);
            boolean required = parts[0].requiresGrad();
            if (Arrays.stream(parts).anyMatch(t -> t.requiresGrad() != required)) {
                throw new ArgumentException("Expected " + name + " from each model to have the same .requires_grad");
            }
            result.put(name, Tensors.stack(0, parts).detach().requiresGrad_(required));
        }
        return result;
    }

    /** Runs anything while the named parameters and buffers are replaced. */
    public static <T> T with(Module module, Map<String, Tensor> tensors, Supplier<T> body) {
        Deque<Runnable> undo = new ArrayDeque<>();
        Set<Tensor> held = Collections.newSetFromMap(new IdentityHashMap<>());
        held.addAll(module.parameters());
        held.addAll(module.buffers());
        try {
            tensors.forEach((name, given) -> {
                // Each place gets an object of its own, by which it is found again.
                Tensor replacement =
                        held.add(given) ? given : given.expand(given.shape().toArray());
                Tensor old = module.state(name);
                for (Module m : module.modules()) {
                    m.exchange(old, replacement);
                    undo.push(() -> m.exchange(replacement, old));
                }
            });
            return body.get();
        } finally {
            undo.forEach(Runnable::run);
        }
    }
}
