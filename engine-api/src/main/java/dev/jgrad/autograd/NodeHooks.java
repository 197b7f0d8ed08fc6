package dev.jgrad.autograd;

import dev.jgrad.data.AutogradException;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What users hung onto a node: hooks on the gradient of one of its outputs (tensor hooks), hooks before and after the
 * node runs, and tensors that keep their gradient.
 */
public final class NodeHooks {
    private record OnOutput(int output, UnaryOperator<@Nullable Tensor> hook) {}

    private record Retained(int output, Tensor tensor) {}

    private final List<OnOutput> onOutput = new ArrayList<>(2);
    private final List<Retained> retained = new ArrayList<>(1);
    private final List<UnaryOperator<List<@Nullable Tensor>>> before = new ArrayList<>(1);
    private final List<BiFunction<List<@Nullable Tensor>, List<@Nullable Tensor>, @Nullable List<@Nullable Tensor>>>
            after = new ArrayList<>(1);

    NodeHooks() {}

    /** Adds a hook on the gradient of an output; it may return a replacement or null. */
    public synchronized RemovableHandle addOnOutput(int output, UnaryOperator<@Nullable Tensor> hook) {
        OnOutput entry = new OnOutput(output, hook);
        onOutput.add(entry);
        return () -> remove(onOutput, entry);
    }

    /** Adds a hook that sees (and may replace) the gradients of all outputs before the node runs. */
    public synchronized RemovableHandle addBefore(UnaryOperator<List<@Nullable Tensor>> hook) {
        before.add(hook);
        return () -> remove(before, hook);
    }

    /** Adds a hook that sees the gradients of inputs and outputs after the node ran and may replace those of inputs. */
    public synchronized RemovableHandle addAfter(
            BiFunction<List<@Nullable Tensor>, List<@Nullable Tensor>, @Nullable List<@Nullable Tensor>> hook) {
        after.add(hook);
        return () -> remove(after, hook);
    }

    /** Lets a tensor keep the gradient of this output in its {@code grad}. */
    public synchronized void retain(int output, Tensor tensor) {
        retained.add(new Retained(output, tensor));
    }

    private synchronized void remove(List<?> from, Object entry) {
        for (int i = 0; i < from.size(); i++) {
            if (from.get(i) == entry) {
                from.remove(i);
                return;
            }
        }
    }

    boolean hasBefore() {
        return !onOutput.isEmpty() || !before.isEmpty() || !retained.isEmpty();
    }

    boolean hasAfter() {
        return !after.isEmpty();
    }

    synchronized void runBefore(@Nullable Tensor[] grads) {
        for (OnOutput entry : List.copyOf(onOutput)) {
            Tensor grad = grads[entry.output];
            if (grad != null) {
                Tensor replaced = entry.hook.apply(grad);
                if (replaced != null) {
                    checkReplacement(grad, replaced);
                    grads[entry.output] = replaced;
                }
            }
        }
        for (UnaryOperator<List<@Nullable Tensor>> hook : List.copyOf(before)) {
            copyBack(hook.apply(java.util.Arrays.asList(grads.clone())), grads);
        }
        for (Retained entry : retained) {
            Tensor grad = grads[entry.output];
            if (grad != null) {
                entry.tensor.accumulateRetainedGrad(grad);
            }
        }
    }

    private static void checkReplacement(Tensor grad, Tensor replaced) {
        if (replaced.dtype() != grad.dtype()) {
            throw new AutogradException("a hook has changed the type of value (was " + grad.dtype() + " got "
                    + replaced.dtype() + "): return a tensor like the one given, or null");
        }
        if (!replaced.shape().equals(grad.shape())) {
            throw new AutogradException("a hook has changed the size of value (was " + grad.shape() + " got "
                    + replaced.shape() + "): return a tensor like the one given, or null");
        }
    }

    synchronized void runAfter(@Nullable Tensor[] gradInputs, @Nullable Tensor[] gradOutputs) {
        for (var hook : List.copyOf(after)) {
            copyBack(
                    hook.apply(
                            java.util.Arrays.asList(gradInputs.clone()), java.util.Arrays.asList(gradOutputs.clone())),
                    gradInputs);
        }
    }

    private static void copyBack(@Nullable List<@Nullable Tensor> from, @Nullable Tensor[] to) {
        if (from != null) {
            for (int i = 0; i < to.length; i++) {
                to[i] = from.get(i);
            }
        }
    }
}
