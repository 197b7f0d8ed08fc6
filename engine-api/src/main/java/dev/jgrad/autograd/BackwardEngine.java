package dev.jgrad.autograd;

import dev.jgrad.data.AutogradException;
import dev.jgrad.data.Broadcasting;
import dev.jgrad.data.DType;
import dev.jgrad.data.DeviceException;
import dev.jgrad.data.Layout;
import dev.jgrad.op.Autocasting;
import dev.jgrad.op.Fusing;
import dev.jgrad.op.Histories;
import dev.jgrad.op.TensorAccess;
import dev.jgrad.op.ThreadState;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a backward pass: takes ready nodes by greatest sequence number, calls their rules, checks what they return, and
 * accumulates. Iterative, driven by the caller's thread, all state in the {@link GraphTask}.
 *
 * <p>Gradients that a rule made and that nobody but the engine has seen are given back as soon as their last consumer
 * has run, see {@link Storage#own}.
 */
final class BackwardEngine {
    private static final @Nullable Tensor[] NOTHING = new Tensor[0];

    private final ThreadState state;
    private final GraphTask task;
    private final boolean retainGraph;
    private final boolean createGraph;
    private final boolean differentiated;
    private final ArrayList<Storage> made;
    private final @Nullable Node @Nullable [] targets;
    private final int[] targetOutputs;
    private final @Nullable Tensor[] captured;

    /**
     * A pass.
     *
     * @param targets where gradients are captured, or null to accumulate into all leaves
     */
    BackwardEngine(
            ThreadState state,
            boolean retainGraph,
            boolean createGraph,
            @Nullable Node @Nullable [] targets,
            int[] targetOutputs) {
        this.state = state;
        this.made = state.takeMade();
        this.retainGraph = retainGraph;
        this.createGraph = createGraph;
        this.differentiated = createGraph || state.forward != null;
        this.targets = targets;
        this.task = new GraphTask(targets == null);
        this.targetOutputs = targetOutputs;
        this.captured = targets == null ? NOTHING : new Tensor[targets.length];
    }

    /**
     * Runs the pass from these roots.
     *
     * @param accumulateTargets targets that are leaves accumulate instead of being captured ({@code inputs=})
     * @return what was captured, in the order of the targets
     */
    @Nullable
    Tensor[] run(Node[] roots, int[] outputs, Tensor[] gradients, boolean accumulateTargets) {
        boolean gradBefore = state.gradEnabled;
        List<Storage> madeBefore = state.made;
        BackwardPass passBefore = state.pass;
        BackwardPass pass = new BackwardPass();
        Autocasting regionBefore = state.autocast;
        state.gradEnabled = createGraph;
        state.pass = pass;
        state.made = null;
        // Gradients are computed in the dtypes of the forward pass, whether its region is still open or not.
        state.autocast = null;
        Fusing fusionBefore = state.fusion;
        try {
            for (Node root : roots) {
                task.addRoot(root);
            }
            if (targets != null) {
                task.markNeeded(targets);
            }
            for (int i = 0; i < roots.length; i++) {
                // That of a pass within a rule belongs to the pass around it, which goes on using it.
                TensorAccess.storage(gradients[i]).hold();
                add(entry(roots[i]), outputs[i], gradients[i]);
            }
            // A root may be an ancestor of another one: it then waits like any other node.
            for (Node root : roots) {
                GraphTask.Entry e = entry(root);
                if (e.waitsFor == 0 && !e.queued) {
                    e.queued = true;
                    task.push(e);
                }
            }
            boolean plain = targets == null && !differentiated && !state.anomalyChecksNan;
            for (GraphTask.Entry e = task.pop(); e != null; e = task.pop()) {
                NodeHooks hooks = e.node.hooksOrNull();
                if (plain && hooks == null && e.node instanceof SeparableNode node) {
                    stepSeparable(e, node);
                } else if (plain && hooks == null && e.node instanceof AccumulateGrad leaf) {
                    stepLeaf(e, leaf);
                } else {
                    step(e, hooks, accumulateTargets);
                }
            }
            return captured;
        } finally {
            task.end();
            made.clear();
            state.giveMade(made);
            state.gradEnabled = gradBefore;
            state.made = madeBefore;
            state.pass = passBefore;
            pass.end();
            state.autocast = regionBefore;
            state.fusion = fusionBefore;
        }
    }

    private GraphTask.Entry entry(Node node) {
        GraphTask.Entry e = task.find(node);
        if (e == null) {
            throw new AutogradException("the graph changed while it was walked: " + node.name());
        }
        return e;
    }

    /** What {@link #step} does for the commonest nodes when nothing else is asked for. */
    private void stepSeparable(GraphTask.Entry e, SeparableNode node) {
        Tensor grad = e.takeOnly();
        Tensor first = null;
        Tensor second = null;
        boolean two = node.nextCount() == 2;
        if (grad != null) {
            fuseWith(node);
            made.clear();
            state.made = made;
            try {
                if (node.needsInput(0)) {
                    first = node.gradient(0, grad);
                }
                if (two && node.needsInput(1)) {
                    second = node.gradient(1, grad);
                }
            } catch (RuntimeException failure) {
                throw withPlace(failure, node);
            } finally {
                state.made = null;
            }
            if (!retainGraph) {
                letLive(first);
                letLive(second);
                node.release();
            }
            Storage one = first == null ? null : TensorAccess.storage(first);
            Storage other = second == null ? null : TensorAccess.storage(second);
            for (int k = 0; k < made.size(); k++) {
                Storage storage = made.get(k);
                claim(storage, (storage == one ? 1 : 0) + (storage == other ? 1 : 0));
            }
            Storage incoming = TensorAccess.storage(grad);
            if (one == incoming) {
                incoming.hold();
            }
            if (other == incoming) {
                incoming.hold();
            }
            incoming.drop();
        }
        pass(node, 0, first);
        if (two) {
            pass(node, 1, second);
        }
    }

    /** A gradient that is one of the tensors a node has saved does not end when the node lets go of them. */
    private static void letLive(@Nullable Tensor gradient) {
        if (gradient != null) {
            TensorAccess.storage(gradient).saved();
        }
    }

    private void stepLeaf(GraphTask.Entry e, AccumulateGrad leaf) {
        Tensor grad = e.takeOnly();
        if (grad != null) {
            try {
                leaf.accumulate(state, grad);
            } catch (RuntimeException failure) {
                throw withPlace(failure, leaf);
            }
            TensorAccess.storage(grad).drop();
        }
    }

    private void step(GraphTask.Entry e, @Nullable NodeHooks hooks, boolean accumulateTargets) {
        Node node = e.node;
        @Nullable Tensor[] grads = e.takeAll();
        if (hooks != null && hooks.hasBefore()) {
            escape(grads);
            hooks.runBefore(grads);
        }
        if (targets != null && capture(node, grads, accumulateTargets)) {
            e.needed = e.needed && leadsToTarget(node);
        }
        @Nullable Tensor[] results = null;
        if (e.needed && anyNotNull(grads)) {
            results = call(node, grads, hooks);
        }
        pass(node, grads, results);
    }

    /** Captures the gradients of targets at this node; true when the node itself must not run because of that. */
    private boolean capture(Node node, @Nullable Tensor[] grads, boolean accumulateTargets) {
        boolean found = false;
        for (int i = 0; i < captured.length; i++) {
            if (targets[i] == node) {
                found = true;
                if (!(accumulateTargets && node instanceof AccumulateGrad)) {
                    Tensor grad = grads[targetOutputs[i]];
                    if (grad != null) {
                        TensorAccess.storage(grad).escape();
                    }
                    captured[i] = grad;
                }
            }
        }
        return found && !(accumulateTargets && node instanceof AccumulateGrad);
    }

    private boolean leadsToTarget(Node node) {
        for (int i = 0; i < node.nextCount(); i++) {
            Node next = node.next(i);
            GraphTask.Entry n = next == null ? null : task.find(next);
            if (n != null && n.needed) {
                return true;
            }
        }
        return false;
    }

    private void fuseWith(Node node) {
        if (node.isFused() && state.fusion == null) {
            // From here on the rest of the pass waits as well.
            state.fusion = new Fusing();
        }
    }

    private @Nullable Tensor[] call(Node node, @Nullable Tensor[] grads, @Nullable NodeHooks hooks) {
        fuseWith(node);
        boolean after = hooks != null && hooks.hasAfter();
        boolean owns = !differentiated && !after && node.ownsResults();
        @Nullable Tensor[] gradsSeen = after ? grads.clone() : grads;
        made.clear();
        if (owns) {
            state.made = made;
        } else if (!(node instanceof AccumulateGrad)) {
            escape(grads);
        }
        @Nullable Tensor[] results;
        try {
            results = node.apply(grads);
        } catch (RuntimeException failure) {
            throw withPlace(failure, node);
        } finally {
            state.made = null;
        }
        if (!retainGraph) {
            for (Tensor result : results) {
                letLive(result);
            }
            node.release();
        }
        if (hooks != null && after) {
            results = results.clone();
            hooks.runAfter(results, gradsSeen);
        }
        if (results.length != node.nextCount() && !(node instanceof AccumulateGrad)) {
            throw new AutogradException("function " + node.name() + " returned an incorrect number of gradients"
                    + " (expected " + node.nextCount() + ", got " + results.length + ")");
        }
        if (state.anomalyChecksNan) {
            checkNan(node, results);
        }
        if (owns) {
            claim(results);
        }
        return results;
    }

    /** Decides who owns what the rule made: temporaries end here, results are held by the slots they go to. */
    private void claim(@Nullable Tensor[] results) {
        for (int k = 0; k < made.size(); k++) {
            Storage storage = made.get(k);
            int slots = 0;
            for (int i = 0; i < results.length; i++) {
                Tensor result = results[i];
                if (result != null && TensorAccess.storage(result) == storage) {
                    slots++;
                }
            }
            claim(storage, slots);
        }
    }

    private static void claim(Storage storage, int slots) {
        if (slots > 0) {
            storage.own(slots);
        } else if (!storage.isOwned()) {
            storage.close();
        }
    }

    /** Hands the results on and lets go of the gradients that were consumed. */
    private void pass(Node node, @Nullable Tensor[] grads, @Nullable Tensor @Nullable [] results) {
        int count = node.nextCount();
        if (results != null) {
            for (int i = 0; i < count; i++) {
                Tensor result = results[i];
                if (result != null && isIncoming(result, grads)) {
                    TensorAccess.storage(result).hold();
                }
            }
        }
        for (int i = 0; i < grads.length; i++) {
            Tensor grad = grads[i];
            if (grad != null) {
                grads[i] = null;
                TensorAccess.storage(grad).drop();
            }
        }
        for (int i = 0; i < count; i++) {
            pass(node, i, results == null ? null : results[i]);
        }
    }

    private void pass(Node node, int i, @Nullable Tensor result) {
        Node next = node.next(i);
        if (next == null) {
            if (result != null) {
                TensorAccess.storage(result).drop();
            }
            return;
        }
        GraphTask.Entry e = entry(next);
        if (result != null) {
            if (e.needed) {
                add(e, node.nextOutput(i), validate(result, node, i, next));
            } else {
                TensorAccess.storage(result).drop();
            }
        }
        if (--e.waitsFor == 0) {
            task.push(e);
        }
    }

    private static boolean isIncoming(Tensor result, @Nullable Tensor[] grads) {
        Storage storage = TensorAccess.storage(result);
        for (Tensor grad : grads) {
            if (grad != null && TensorAccess.storage(grad) == storage) {
                return true;
            }
        }
        return false;
    }

    /** Brings a gradient to the shape and dtype of the output it belongs to; the one place where sums undo broadcasts. */
    private Tensor validate(Tensor grad, Node from, int index, Node to) {
        int output = from.nextOutput(index);
        DType dtype = to.outputDType(output);
        Layout layout = TensorAccess.shown(grad);
        Layout expected = to.outputLayout(output);
        if (grad.dtype() == dtype && (layout == expected || layout.sizes() == expected.sizes())) {
            return grad;
        }
        long[] sizes = expected.sizes();
        long[] actual = layout.sizes();
        Tensor result = grad;
        if (!Arrays.equals(actual, sizes)) {
            if (!Broadcasting.expandsTo(sizes, actual)) {
                throw new AutogradException("Function " + from.name() + " returned an invalid gradient at index "
                        + index + " - got " + Arrays.toString(actual) + " but expected shape compatible with "
                        + Arrays.toString(sizes));
            }
            result = result.sumToSize(sizes);
        }
        if (grad.dtype() != dtype) {
            result = result.to(dtype);
        }
        if (to instanceof AccumulateGrad leaf && !leaf.variable().device().equals(result.device())) {
            throw new DeviceException("Function " + from.name() + " returned an invalid gradient at index " + index
                    + " - expected device " + leaf.variable().device() + " but got " + result.device());
        }
        if (result != grad && !differentiated) {
            Storage fresh = TensorAccess.storage(result);
            Storage old = TensorAccess.storage(grad);
            if (fresh != old) {
                fresh.own(1);
                old.drop();
            }
        }
        return result;
    }

    private void add(GraphTask.Entry e, int output, Tensor grad) {
        Tensor old = e.grad(output);
        if (old == null) {
            e.setGrad(output, grad);
            return;
        }
        Storage storage = TensorAccess.storage(old);
        if (!differentiated
                && state.fusion == null
                && storage.isSoleHolder()
                && old.dtype() == grad.dtype()
                && !TensorAccess.shown(old).mayOverlap()) {
            Histories.addUnseen(old, grad);
        } else {
            Tensor sum = old.add(grad);
            if (!differentiated) {
                TensorAccess.storage(sum).own(1);
            }
            storage.drop();
            e.setGrad(output, sum);
        }
        TensorAccess.storage(grad).drop();
    }

    private static void escape(@Nullable Tensor[] grads) {
        for (Tensor grad : grads) {
            if (grad != null) {
                TensorAccess.storage(grad).escape();
            }
        }
    }

    private static boolean anyNotNull(@Nullable Tensor[] grads) {
        for (Tensor grad : grads) {
            if (grad != null) {
                return true;
            }
        }
        return false;
    }

    private static void checkNan(Node node, @Nullable Tensor[] results) {
        for (int i = 0; i < results.length; i++) {
            Tensor result = results[i];
            if (result != null && result.isNan().any().item() != 0) {
                throw withPlace(
                        new AutogradException(
                                "Function '" + node.name() + "' returned nan values in its " + i + "th output."),
                        node);
            }
        }
    }

    private static RuntimeException withPlace(RuntimeException failure, Node node) {
        Throwable place = node.madeAt();
        if (place == null) {
            return failure;
        }
        AutogradException explained = new AutogradException(
                failure.getMessage() + " (Error detected in " + node.name()
                        + "; the suppressed exception shows the forward call that caused it.)",
                failure);
        explained.addSuppressed(place);
        return explained;
    }
}
