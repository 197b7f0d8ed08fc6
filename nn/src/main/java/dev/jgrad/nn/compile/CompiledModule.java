package dev.jgrad.nn.compile;

import dev.jgrad.compile.CompiledFunction;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A module whose kernels are recorded at the first call with inputs of some shapes and replayed at later ones: {@code
 * torch.compile(module)}.
 *
 * <pre>{@code
 * CompiledModule fast = CompiledModule.of(net);
 * for (var batch : loader) {
 *     optimizer.zeroGrad();
 *     Functional.crossEntropy(fast.call(batch.input()), batch.target()).backward();
 *     optimizer.step();
 * }
 * }</pre>
 *
 * <p>Parameters, buffers and modes stay those of the module, which may be used beside. What is no operation on tensors (printing,
 * counting in a field) happens at recorded calls only. Where a call cannot be replayed, because the module reads a value,
 * has hooks, or the memory of the call before still waits for its backward pass, it runs as it is, and {@link #reason} says
 * why. See {@code docs/compile.md}.
 */
public final class CompiledModule {
    private final Module module;
    private final CompiledFunction function;

    private CompiledModule(Module module) {
        this.module = module;
        String name = module.getClass().getSimpleName();
        function = new CompiledFunction("Compiled" + name + "Backward0", module::callAll, () -> state(module));
    }

    /** Prepares a module; nothing runs yet. */
    public static CompiledModule of(Module module) {
        return new CompiledModule(module);
    }

    /** The module. */
    public Module module() {
        return module;
    }

    /** The result for one input; the first one where there are several. */
    public Tensor call(Tensor input) {
        return call(new Tensor[] {input});
    }

    /** The result for some inputs, null where an optional one is left out; the first one where there are several. */
    public Tensor call(@Nullable Tensor... inputs) {
        return java.util.Objects.requireNonNull(callAll(Arrays.asList(inputs)).getFirst());
    }

    /** All results, null where one is left out. */
    public List<@Nullable Tensor> callAll(List<@Nullable Tensor> inputs) {
        return function.call(inputs);
    }

    /** Why the last call did not replay; empty when it did. */
    public String reason() {
        return function.reason();
    }

    /** How often calls did not replay, by reason. */
    public Map<String, Integer> reasons() {
        return function.reasons();
    }

    /** How many calls were replayed. */
    public int replays() {
        return function.replays();
    }

    static CompiledFunction.State state(Module module) {
        List<Tensor> tensors = module.parameters();
        tensors.addAll(module.buffers());
        List<Boolean> modes = new ArrayList<>();
        String obstacle = null;
        for (Module m : module.modules()) {
            modes.add(m.isTraining());
            if (m.hasHooks()) {
                obstacle = "a module has hooks";
            }
        }
        return new CompiledFunction.State(tensors, modes, obstacle);
    }
}
