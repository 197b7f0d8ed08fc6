package dev.jgrad.autograd;

import dev.jgrad.data.AutogradException;
import dev.jgrad.data.Layout;
import dev.jgrad.op.AutogradMeta;
import dev.jgrad.op.Batching;
import dev.jgrad.op.TensorAccess;
import dev.jgrad.op.ThreadState;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of the graph at a leaf: adds what arrives to the leaf's {@code grad}. The first gradient is taken over where
 * nobody else holds it; later ones are added in place. Several threads may accumulate into one leaf.
 */
public final class AccumulateGrad extends Node {
    private static final @Nullable Tensor[] NONE = new Tensor[0];

    private final Tensor variable;

    private AccumulateGrad(Tensor variable) {
        super(Long.MAX_VALUE);
        this.variable = variable;
        setOutput(TensorAccess.shown(variable), variable.dtype());
    }

    /** The accumulator of a leaf; one per leaf. */
    public static Node of(Tensor leaf) {
        AutogradMeta meta = TensorAccess.metaOrNull(leaf);
        if (meta == null) {
            meta = TensorAccess.metaIfAbsent(leaf, new AutogradMeta(new AccumulateGrad(leaf)));
        }
        Node known = meta.accumulator;
        if (known != null) {
            return known;
        }
        synchronized (meta) {
            if (meta.accumulator == null) {
                meta.accumulator = new AccumulateGrad(leaf);
            }
            return meta.accumulator;
        }
    }

    /** The accumulator of a leaf that is new; for {@link TensorAccess#newLeaf}. */
    public static Node first(Tensor leaf) {
        return new AccumulateGrad(leaf);
    }

    /** The leaf. */
    public Tensor variable() {
        return variable;
    }

    @Override
    public String name() {
        return "AccumulateGrad";
    }

    @Override
    protected boolean ownsResults() {
        return false;
    }

    @Override
    protected @Nullable Tensor[] apply(@Nullable Tensor[] gradOutputs) {
        Tensor grad = gradOutputs[0];
        if (grad != null) {
            accumulate(ThreadState.current(), grad);
        }
        return NONE;
    }

    /** Adds a gradient to that of the leaf and calls the hooks that wait for it. */
    void accumulate(ThreadState ts, Tensor grad) {
        if (Batching.isBatched(grad) && !Batching.isBatched(variable)) {
            throw new AutogradException(
                    "backward() called inside a functorch transform. This is not supported, please use"
                            + " Func.grad or Func.vjp instead or call backward() outside of vmap.");
        }
        AutogradMeta meta = TensorAccess.meta(variable);
        synchronized (meta) {
            accumulate(ts, meta, grad);
        }
        List<Consumer<Tensor>> hooks = meta.postAccumulateHooks;
        if (hooks != null) {
            for (Consumer<Tensor> hook : List.copyOf(hooks)) {
                hook.accept(variable);
            }
        }
    }

    private static void accumulate(ThreadState ts, AutogradMeta meta, Tensor grad) {
        boolean recording = ts.gradEnabled || ts.forward != null;
        Tensor old = meta.grad;
        if (old != null && !recording) {
            old.add_(grad);
            return;
        }
        Tensor sum = old != null ? old.add(grad) : recording ? copied(grad) : takeOver(grad);
        // Gradients outlive the scope of the step.
        TensorAccess.storage(sum).escape();
        meta.grad = sum;
        meta.gradUnseen = !recording;
    }

    /** A recorded gradient stays the graph's; the leaf has a copy, whose node says so as PyTorch's does. */
    private static Tensor copied(Tensor grad) {
        return grad.gradFn() == null ? grad : Tensors.emptyLike(grad.detach()).copy_(grad);
    }

    private static Tensor takeOver(Tensor grad) {
        Storage storage = TensorAccess.storage(grad);
        Layout layout = TensorAccess.shown(grad);
        if (storage.isSoleHolder()
                && layout.isNonOverlappingAndDense()
                && layout.numel() == storage.elements(grad.dtype())) {
            return grad.gradFn() == null ? grad : grad.detach();
        }
        return grad.detach().clone();
    }
}
