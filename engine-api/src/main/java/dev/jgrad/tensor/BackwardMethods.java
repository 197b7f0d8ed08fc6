package dev.jgrad.tensor;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Node;
import dev.jgrad.autograd.RemovableHandle;
import dev.jgrad.data.AutogradException;
import dev.jgrad.op.AutogradMeta;
import dev.jgrad.op.TensorAccess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Backward passes that begin at a tensor, and who is told of the gradients that a pass computes for it. */
public sealed interface BackwardMethods permits Tensor {
    /** Accumulates the gradients of this one-element tensor into the leaves. */
    default void backward() {
        backward(null, false, false);
    }

    /** Accumulates the vector-Jacobian product with {@code gradient} into the leaves. */
    default void backward(Tensor gradient) {
        backward(gradient, false, false);
    }

    /** The same, keeping the graph or recording the pass; see {@link Autograd.Options}. */
    default void backward(@Nullable Tensor gradient, boolean retainGraph, boolean createGraph) {
        Autograd.backward((Tensor) this, gradient, retainGraph, createGraph);
    }

    /** The same, accumulating only into the given inputs. */
    default void backward(
            @Nullable Tensor gradient, boolean retainGraph, boolean createGraph, @Nullable List<Tensor> inputs) {
        Autograd.backward(
                List.of((Tensor) this),
                Arrays.asList(gradient),
                new Autograd.Options(retainGraph, createGraph, false, false),
                inputs);
    }

    /** Keeps the gradient of a tensor that is no leaf. */
    default Tensor retainGrad() {
        Tensor self = (Tensor) this;
        if (!self.requiresGrad()) {
            throw new AutogradException("can't retain_grad on Tensor that has requires_grad=False");
        }
        Node node = self.gradFn();
        AutogradMeta m = TensorAccess.meta(self);
        if (node != null && !m.retainsGrad) {
            m.retainsGrad = true;
            node.hooks().retain(TensorAccess.outputNumber(self), self);
        }
        return self;
    }

    /** True when {@link #retainGrad} was called. */
    default boolean retainsGrad() {
        AutogradMeta meta = TensorAccess.metaOrNull((Tensor) this);
        return meta != null && meta.retainsGrad;
    }

    /** Takes what arrived for a tensor that retains its gradient or was named as an input; for the engine. */
    default void accumulateRetainedGrad(Tensor grad) {
        AutogradMeta m = TensorAccess.meta((Tensor) this);
        synchronized (m) {
            m.grad = m.grad == null ? grad : m.grad.add(grad);
        }
    }

    /**
     * Registers a hook that is called with the gradient of this tensor whenever it is computed, and may return another.
     *
     * @throws AutogradException when this tensor does not require a gradient
     */
    default RemovableHandle registerHook(UnaryOperator<@Nullable Tensor> hook) {
        Tensor self = (Tensor) this;
        if (!self.requiresGrad()) {
            throw new AutogradException("cannot register a hook on a tensor that doesn't require gradient");
        }
        Node node = TensorAccess.gradientNode(self);
        return Objects.requireNonNull(node).hooks().addOnOutput(TensorAccess.outputNumber(self), hook);
    }

    /** Registers a hook that is called with this leaf after its gradient was accumulated. */
    default RemovableHandle registerPostAccumulateGradHook(Consumer<Tensor> hook) {
        Tensor self = (Tensor) this;
        if (!self.requiresGrad() || !self.isLeaf()) {
            throw new AutogradException("post accumulate grad hooks cannot be registered on non-leaf tensors");
        }
        AutogradMeta m = TensorAccess.meta(self);
        synchronized (m) {
            List<Consumer<Tensor>> hooks =
                    m.postAccumulateHooks == null ? new ArrayList<>() : new ArrayList<>(m.postAccumulateHooks);
            hooks.add(hook);
            m.postAccumulateHooks = hooks;
        }
        return () -> {
            synchronized (m) {
                List<Consumer<Tensor>> hooks = new ArrayList<>(Objects.requireNonNull(m.postAccumulateHooks));
                hooks.remove(hook);
                m.postAccumulateHooks = hooks;
            }
        };
    }
}
