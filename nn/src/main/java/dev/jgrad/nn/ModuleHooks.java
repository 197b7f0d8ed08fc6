package dev.jgrad.nn;

import dev.jgrad.autograd.RemovableHandle;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The hooks of one module, and the call that runs them. */
final class ModuleHooks {
    // Written seldom, read at every call, perhaps by several threads: each call sees one state of the list.
    private final List<ForwardPreHook> before = new CopyOnWriteArrayList<>();
    private final List<ForwardHook> after = new CopyOnWriteArrayList<>();
    private final List<BackwardPreHook> beforeBackward = new CopyOnWriteArrayList<>();
    private final List<BackwardHook> afterBackward = new CopyOnWriteArrayList<>();
    private volatile boolean empty = true;

    boolean isEmpty() {
        return empty;
    }

    RemovableHandle addBefore(ForwardPreHook hook) {
        return add(before, hook);
    }

    RemovableHandle addAfter(ForwardHook hook) {
        return add(after, hook);
    }

    RemovableHandle addBeforeBackward(BackwardPreHook hook) {
        return add(beforeBackward, hook);
    }

    RemovableHandle addAfterBackward(BackwardHook hook) {
        return add(afterBackward, hook);
    }

    private <H> RemovableHandle add(List<H> hooks, H hook) {
        hooks.add(hook);
        update();
        return new RemovableHandle() {
            private boolean removed;

            @Override
            public void remove() {
                if (!removed) {
                    removed = true;
                    hooks.remove(hook);
                    update();
                }
            }
        };
    }

    private void update() {
        empty = before.isEmpty() && after.isEmpty() && beforeBackward.isEmpty() && afterBackward.isEmpty();
    }

    List<@Nullable Tensor> around(
            Module module, List<@Nullable Tensor> inputs, UnaryOperator<List<@Nullable Tensor>> computation) {
        List<@Nullable Tensor> in = new ArrayList<>(inputs);
        before.forEach(hook -> hook.run(module, in));
        boolean watchesBackward = !beforeBackward.isEmpty() || !afterBackward.isEmpty();
        BackwardWatch watch = watchesBackward ? new BackwardWatch(module, beforeBackward, afterBackward) : null;
        List<@Nullable Tensor> seen = watch == null ? in : watch.inputs(in);
        List<@Nullable Tensor> out = new ArrayList<>(computation.apply(seen));
        after.forEach(hook -> hook.run(module, seen, out));
        return watch == null ? out : watch.outputs(out);
    }
}
