package dev.jgrad.nn;

import dev.jgrad.autograd.Context;
import dev.jgrad.autograd.Function;
import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Node;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the gradients at the borders of one call of a module: all inputs pass through one node that does nothing, and so do
 * all outputs. When the first of these nodes runs, the gradients of the outputs are known; when the second has run, those
 * of the inputs. {@code torch.utils.hooks.BackwardHook}.
 */
final class BackwardWatch {
    private final Module module;
    private final List<BackwardPreHook> before;
    private final List<BackwardHook> after;
    private boolean inputsNeedGradients;
    private int inputCount;
    private @Nullable List<@Nullable Tensor> gradOutputs;

    BackwardWatch(Module module, List<BackwardPreHook> before, List<BackwardHook> after) {
        this.module = module;
        this.before = before;
        this.after = after;
    }

    /** The inputs after the node that learns their gradients. */
    List<@Nullable Tensor> inputs(List<@Nullable Tensor> inputs) {
        inputCount = inputs.size();
        return through(inputs, node -> {
            inputsNeedGradients = true;
            node.hooks().addAfter((gradInputs, ignored) -> leave(spread(inputs, gradInputs), inputs));
        });
    }

    /** The outputs after the node that learns their gradients. */
    List<@Nullable Tensor> outputs(List<@Nullable Tensor> outputs) {
        return through(
                outputs, node -> node.hooks().addBefore(gradients -> enter(spread(outputs, gradients), outputs)));
    }

    private List<@Nullable Tensor> enter(List<@Nullable Tensor> gradients, List<@Nullable Tensor> outputs) {
        before.forEach(hook -> hook.run(module, gradients));
        if (inputsNeedGradients) {
            gradOutputs = gradients;
        } else {
            List<@Nullable Tensor> none = Arrays.asList(new Tensor[inputCount]);
            after.forEach(hook -> hook.run(module, none, gradients));
        }
        return gather(gradients, outputs);
    }

    private @Nullable List<@Nullable Tensor> leave(List<@Nullable Tensor> gradInputs, List<@Nullable Tensor> inputs) {
        List<@Nullable Tensor> known = gradOutputs;
        if (known == null) {
            // The pass reached the inputs without coming through the outputs, as a double backward may.
            return null;
        }
        after.forEach(hook -> hook.run(module, gradInputs, known));
        gradOutputs = null;
        return gather(gradInputs, inputs);
    }

    private static List<@Nullable Tensor> through(List<@Nullable Tensor> tensors, Consumer<Node> onNode) {
        Tensor[] present = tensors.stream().filter(Objects::nonNull).toArray(Tensor[]::new);
        boolean needed = Grad.isEnabled() && Arrays.stream(present).anyMatch(Tensor::requiresGrad);
        if (!needed) {
            return tensors;
        }
        Tensor[] passed = new BackwardHookFunction().applyAll(present);
        for (Tensor tensor : passed) {
            Node node = tensor.gradFn();
            if (node != null) {
                onNode.accept(node);
                break;
            }
        }
        return spread(tensors, Arrays.asList(passed));
    }

    /** Puts the values of the tensors that are present back to their places among those left out. */
    private static List<@Nullable Tensor> spread(List<@Nullable Tensor> places, List<@Nullable Tensor> values) {
        List<@Nullable Tensor> spread = new ArrayList<>();
        int next = 0;
        for (Tensor place : places) {
            spread.add(place == null ? null : values.get(next++));
        }
        return spread;
    }

    private static List<@Nullable Tensor> gather(List<@Nullable Tensor> values, List<@Nullable Tensor> places) {
        List<@Nullable Tensor> gathered = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (places.get(i) != null) {
                gathered.add(values.get(i));
            }
        }
        return gathered;
    }

    /** Passes everything on; its node carries the hooks. */
    private static final class BackwardHookFunction extends Function {
        @Override
        protected Tensor[] forwardAll(Context context, Tensor... inputs) {
            context.setMaterializeGrads(false);
            return inputs.clone();
        }

        @Override
        protected @Nullable Tensor[] backward(Context context, @Nullable Tensor... gradOutputs) {
            return gradOutputs;
        }
    }
}
