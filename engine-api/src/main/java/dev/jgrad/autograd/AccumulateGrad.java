package dev.jgrad.autograd;

import dev.jgrad.data.AutogradException;
import dev.jgrad.data.Layout;
import dev.jgrad.op.AutogradMeta;
import dev.jgrad.op.Batching;
import dev.jgrad.op.TensorAccess;
import dev.jgrad.op.ThreadState;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of the graph at a leaf: adds what arrives to the leaf's {@code grad}. The first gradient is taken over where
 * nobody else holds it; later ones are added in place. Several threads may accumulate into one leaf.
 */
public final class AccumulateGrad extends Node {
    private final Tensor variable;
    private final int hash;

    private AccumulateGrad(Tensor variable, int hash) {
        super(Long.MAX_VALUE);
        this.variable = variable;
        this.hash = hash;
        setOutput(TensorAccess.shown(variable), variable.dtype());
    }

    /** The accumulator of a leaf; one per leaf. */
    public static Node of(Tensor leaf) {
        AutogradMeta meta = TensorAccess.meta(leaf);
        Node known = meta.accumulator;
        if (known != null) {
            return known;
        }
        synchronized (meta) {
            if (meta.accumulator == null) {
                meta.accumulator = new AccumulateGrad(
                        leaf, Long.hashCode(ThreadState.current().tick(0) * 0x9E3779B97F4A7C15L));
            }
            return meta.accumulator;
        }
    }

    /** The leaf. */
    public Tensor variable() {
        return variable;
    }

    int hash() {
        return hash;
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
        if (grad == null) {
            return new Tensor[0];
        }
        if (Batching.isBatched(grad) && !Batching.isBatched(variable)) {
            throw new AutogradException(
                    "backward() called inside a functorch transform. This is not supported, please use"
                            + " Func.grad or Func.vjp instead or call backward() outside of vmap.");
        }
        AutogradMeta meta = TensorAccess.meta(variable);
        synchronized (meta) {
            accumulate(meta, grad);
        }
        List<Consumer<Tensor>> hooks = meta.postAccumulateHooks;
        if (hooks != null) {
            for (Consumer<Tensor> hook : List.copyOf(hooks)) {
                hook.accept(variable);
            }
        }
        return new Tensor[0];
    }

    private static void accumulate(AutogradMeta meta, Tensor grad) {
        ThreadState ts = ThreadState.current();
        boolean recording = ts.gradEnabled || ts.forward != null;
        Tensor old = meta.grad;
        if (old != null && !recording) {
            old.add_(grad);
            return;
        }
        Tensor sum = old != null ? old.add(grad) : recording ? grad : takeOver(grad);
        // Gradients outlive the scope of the step.
        TensorAccess.storage(sum).escape();
        meta.grad = sum;
        meta.gradUnseen = !recording;
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
