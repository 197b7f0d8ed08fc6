package dev.jgrad.tensor;

import dev.jgrad.autograd.Guard;
import dev.jgrad.op.TensorAccess;
import dev.jgrad.op.ThreadState;
import dev.jgrad.storage.StorageScope;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A block at whose end the memory of the tensors made in it is given back, without waiting for the garbage collector:
 * what Python does when a function returns. No program needs one, for memory is bounded without; with one, the next step
 * of a loop finds the blocks of the last one still in the processor's cache.
 *
 * <pre>{@code
 * for (var batch : loader) {
 *     try (var scope = Scope.open()) {
 *         optimizer.zeroGrad();
 *         Functional.crossEntropy(model.call(batch.x()), batch.y()).backward();
 *         optimizer.step();
 *     }
 * }
 * }</pre>
 *
 * <p>Gradients of leaves, the state of optimizers, and parameters and buffers of modules live on by themselves;
 * everything else that is wanted later is named in {@link #keep}. A scope within another one is what a function is in Python:
 * at its end go the tensors that are only local, but not what a graph has saved. Those end when the backward pass has used
 * them, or with the scope around. A tensor that is used after its scope has ended throws.
 * So does one that another thread uses before: hand it over with {@link #exempt}. Small tensors on the CPU (up to 32 KiB)
 * are arrays of the Java heap, and no scope ends them.
 */
public final class Scope implements AutoCloseable {
    private final ThreadState state;
    private final int entered;
    private final StorageScope storages;
    private boolean closed;

    private Scope(ThreadState state) {
        this.state = state;
        this.entered = state.enter();
        this.storages = new StorageScope(state.scope);
        state.scope = storages;
    }

    /** Begins a block of this thread; scopes nest. */
    public static Scope open() {
        return new Scope(ThreadState.current());
    }

    /** True when the calling thread is in a scope. */
    public static boolean isOpen() {
        return ThreadState.current().scope != null;
    }

    /** Runs a block in a scope and keeps its result. */
    public static Tensor keeping(Supplier<Tensor> block) {
        try (Scope scope = open()) {
            return scope.keep(block.get());
        }
    }

    /** Has a tensor outlive this scope: it ends with the one around it, or when it is no longer reachable. */
    public Tensor keep(Tensor tensor) {
        storages.keep(TensorAccess.storage(tensor));
        return tensor;
    }

    /**
     * Runs a block as Python runs a function: within a scope the block gets one of its own, of which only the results are
     * kept; elsewhere, and under forward mode and vmap, it runs as it is. Nobody may hold on to another tensor made in the
     * block, for example in a field.
     *
     * @param block returns its results, which may be null
     */
    public static List<@Nullable Tensor> local(Supplier<List<@Nullable Tensor>> block) {
        ThreadState state = ThreadState.current();
        if (state.scope == null || state.forward != null || !state.batches.isEmpty()) {
            return block.get();
        }
        try (Scope scope = open()) {
            List<@Nullable Tensor> results = block.get();
            for (Tensor result : results) {
                if (result != null) {
                    scope.keep(result);
                }
            }
            return results;
        }
    }

    /** Takes a tensor out of all scopes; it lives for as long as it is reachable, and any thread may use it. */
    public static Tensor exempt(Tensor tensor) {
        TensorAccess.storage(tensor).escape();
        return tensor;
    }

    /** Until the result is closed, what this thread makes belongs to no scope: state that lives on. */
    public static Guard suspended() {
        ThreadState state = ThreadState.current();
        int entered = state.enter();
        StorageScope scope = state.scope;
        state.scope = null;
        return new Guard(() -> {
            state.leave(entered);
            state.scope = scope;
        });
    }

    /**
     * Ends the block.
     *
     * @throws dev.jgrad.data.AutogradException when another thread or a block within is not closed yet
     */
    @Override
    public void close() {
        if (!closed) {
            state.leave(entered);
            closed = true;
            state.scope = storages.outer();
            storages.close();
        }
    }
}
