package dev.jgrad.autograd;

import dev.jgrad.op.ThreadState;
import dev.jgrad.tensor.Tensor;
import java.util.function.Function;

/**
 * Replaces what operations save for backward: {@code torch.autograd.graph.saved_tensors_hooks}. {@code pack} sees each
 * tensor when it is saved and returns anything; {@code unpack} turns that back into the tensor when the rule asks. What is
 * saved while a level of forward mode is open passes them by: it has tangents, which a hook would lose.
 *
 * @param pack called in the forward pass
 * @param unpack called in the backward pass with what {@code pack} returned
 */
public record SavedTensorHooks(Function<Tensor, Object> pack, Function<Object, Tensor> unpack) {
    /** Installs the hooks for the calling thread until the guard is closed. */
    public Guard install() {
        ThreadState state = ThreadState.current();
        int entered = state.enter();
        state.savedTensorHooks.add(this);
        return new Guard(() -> {
            state.leave(entered);
            state.savedTensorHooks.removeLast();
        });
    }
}
