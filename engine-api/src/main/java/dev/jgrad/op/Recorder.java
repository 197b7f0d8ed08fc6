package dev.jgrad.op;

import dev.jgrad.autograd.Node;
import dev.jgrad.batch.Refusals;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Layout;
import dev.jgrad.data.Promotion;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What writing in place does to the graph: the checks before, the rebased history after. */
final class Recorder {
    private Recorder() {}

    /** Links a result to its node; a result that is the operand itself was written in place. */
    static void attach(Tensor out, Tensor self, Node node) {
        if (out == self) {
            InPlaceNames.mark(node);
            rebase(self, node);
        } else {
            TensorAccess.setGradFn(out, node, 0);
        }
    }

    /**
     * Fails where PyTorch refuses an in-place write.
     *
     * @param records whether the write will be part of the graph
     */
    static void checkInPlace(ThreadState ts, String op, Tensor self, boolean records) {
        TensorAccess.storage(self).beforeWrite();
        if (self.isInference() && !ts.inference) {
            throw new AutogradException("Inplace update to inference tensor outside InferenceMode is not allowed. You"
                    + " can make a clone to get a normal tensor before doing inplace update.");
        }
        if (!ts.gradEnabled) {
            return;
        }
        AutogradMeta meta = TensorAccess.metaOrNull(self);
        ViewInfo view = meta == null ? null : meta.view;
        // A view from no_grad mode has no gradient of its own to say that its base has one.
        if (!records && (view == null || view.origin != ViewInfo.Origin.NO_GRAD || !view.base.requiresGrad())) {
            return;
        }
        if (view != null) {
            checkView(op, self, view);
        }
        if (self.requiresGrad() && self.isLeaf()) {
            throw new AutogradException("a leaf Variable that requires grad is being used in an in-place operation."
                    + " (" + op + "_; write inside try (var _ = Grad.disabled()), or on a clone())");
        }
    }

    private static void checkView(String op, Tensor self, ViewInfo view) {
        if (view.base.requiresGrad() && view.base.isLeaf()) {
            throw new AutogradException("a view of a leaf Variable that requires grad is being used in an in-place"
                    + " operation. (" + op + "_; write inside try (var _ = Grad.disabled()), or on a clone())");
        }
        if (view.origin == ViewInfo.Origin.MULTIPLE_OUTPUTS) {
            Node made = self.gradFn();
            String name = made == null ? "an operation" : made.name().replaceAll("Backward\\d*$", "");
            throw new AutogradException("Output " + TensorAccess.outputNumber(self) + " of " + name
                    + " is a view and is being modified inplace. This view is the output of a function that returns"
                    + " multiple views. Such functions do not allow the output views to be modified inplace. You should"
                    + " replace the inplace operation by an out-of-place one.");
        }
        if (view.origin == ViewInfo.Origin.NO_GRAD) {
            throw new AutogradException(
                    "A view was created in no_grad mode and is being modified inplace with grad mode enabled. Given"
                            + " that this use case is ambiguous and error-prone, it is forbidden. You can clarify your"
                            + " code by moving both the view and the inplace either both inside the no_grad block (if you"
                            + " don't want the inplace to be tracked) or both outside (if you want the inplace to be"
                            + " tracked).");
        }
    }

    /** After an in-place write: the node becomes the history of the tensor, and of its base where it is a view. */
    static void rebase(Tensor self, Node node) {
        AutogradMeta meta = TensorAccess.metaOrNull(self);
        ViewInfo view = meta == null ? null : meta.view;
        if (view == null) {
            TensorAccess.setGradFn(self, node, 0);
            return;
        }
        Tensor base = view.base;
        ThreadState ts = ThreadState.current();
        Node baseNode = base.requiresGrad() ? TensorAccess.gradientNode(base) : null;
        Node slices = new CopySlices(
                ts.tick(Math.max(Dispatcher.order(baseNode), node.sequence())),
                baseNode,
                TensorAccess.outputNumber(base),
                TensorAccess.plainLayout(base),
                TensorAccess.plainLayout(self),
                base.dtype(),
                node);
        TensorAccess.setGradFn(base, slices, 0);
        regenerate(self, view);
    }

    /** Makes the node of a view anew, as a strided view of its base. */
    static void regenerate(Tensor view, ViewInfo info) {
        info.version = TensorAccess.storage(view).version();
        Tensor base = info.base;
        if (base.requiresGrad()) {
            Node node = StridedViews.asStridedNode(base, TensorAccess.plainLayout(view));
            TensorAccess.setGradFn(view, node, 0);
        }
    }

    /** A copy with storage of its own that stands at the same place of the graph: what a rule of an in-place op saves. */
    static Tensor copyOf(Tensor self) {
        Tensor copy = CopyOps.rawClone(self);
        Node node = self.requiresGrad() ? TensorAccess.gradientNode(self) : null;
        if (node != null) {
            TensorAccess.setGradFn(copy, node, TensorAccess.outputNumber(self));
        }
        ThreadState ts = ThreadState.current();
        if (ts.forward != null) {
            Tangents.share(ts, self, copy);
        }
        return copy;
    }

    /**
     * The node for a write of what does not change with the inputs: their gradients are zero. To be made before the write,
     * as every node of an in-place operation's inputs: a view that is asked for its node between the write and
     * {@link #rebase} would take the old history of its base for the new one.
     */
    static RuleNode forgetting(ThreadState ts, String name, Tensor... inputs) {
        Node[] edges = new Node[inputs.length];
        int[] numbers = new int[inputs.length];
        long order = 0;
        for (int i = 0; i < inputs.length; i++) {
            edges[i] = edgeOf(inputs[i]);
            numbers[i] = TensorAccess.outputNumber(inputs[i]);
            order = Math.max(order, Dispatcher.order(edges[i]));
        }
        return new RuleNode(
                ts.tick(order),
                name,
                c -> {
                    Tensor[] zeros = new Tensor[edges.length];
                    Arrays.fill(zeros, c.grad().zerosLike());
                    return zeros;
                },
                edges,
                numbers,
                new Object[0],
                new int[0]);
    }

    /** After the write: the node becomes the tensor's history. */
    static void become(Tensor self, RuleNode node) {
        node.outputs(new Tensor[] {self});
        rebase(self, node);
    }

    /** The in-place form of any operation whose first input is {@code self}. */
    static Tensor inPlace(String op, Tensor self, UnaryOperator<Tensor> operation) {
        return inPlace(op, self, operation, ThreadState.current().forward != null);
    }

    /** The same, on a copy in any case when {@code onCopy} is set. */
    static Tensor inPlace(String op, Tensor self, UnaryOperator<Tensor> operation, boolean onCopy) {
        ThreadState ts = ThreadState.current();
        boolean mayRecord = ts.gradEnabled;
        Tensor result = operation.apply(onCopy || mayRecord && self.requiresGrad() ? copyOf(self) : self);
        checkInPlace(ts, op, self, mayRecord && (self.requiresGrad() || result.requiresGrad()));
        if (!Promotion.canCast(result.dtype(), self.dtype())) {
            throw new DTypeException(
                    "result type " + result.dtype().scalarTypeName() + " can't be cast to the desired output type "
                            + self.dtype().scalarTypeName());
        }
        WriteChecks.checkBroadcastInto(
                op, TensorAccess.shown(self).sizes(), TensorAccess.shown(result).sizes());
        Node node = mayRecord ? result.gradFn() : null;
        RuleNode copy = node == null || isStep(self, node) ? null : CopyOps.copyNode(ts, self, result);
        overwrite(self, result);
        if (copy != null) {
            become(self, copy);
        } else if (node != null) {
            InPlaceNames.mark(node);
            rebase(self, node);
        }
        if (ts.forward != null) {
            Forward.written(ts, self, result);
        }
        return self;
    }

    /**
     * Whether a node can be the write of {@link CopySlices}, which gives the view's former history the gradient of the node's
     * first input: not the last of several nodes, nor one that has the view as another operand.
     */
    private static boolean isStep(Tensor self, Node node) {
        AutogradMeta meta = TensorAccess.metaOrNull(self);
        return meta == null
                || meta.view == null
                || node.outputCount() == 1
                        && node.nextCount() > 0
                        && node.next(0) == edgeOf(self)
                        && (node.next(0) == null || node.nextOutput(0) == TensorAccess.outputNumber(self));
    }

    /** Copies data without recording and bumps the version. */
    static void overwrite(Tensor self, Tensor from) {
        Storage storage = TensorAccess.storage(self);
        Backend be = storage.backend();
        Backend other = Dispatcher.backend(from);
        if (other != be && Batching.join(be, other) != be) {
            throw Refusals.writesIntoUnbatched();
        }
        storage.beforeWrite();
        Buffer target = storage.buffer();
        Layout layout = TensorAccess.layoutIn(self, target);
        WriteChecks.checkWritable("copy", layout);
        Buffer source = TensorAccess.storage(from).buffer();
        Layout sourceLayout = TensorAccess.layoutIn(from, source).expand(layout.sizes());
        be.elementwise().copy(be.stream(), self.dtype(), target, layout, from.dtype(), source, sourceLayout);
        storage.bumpVersion();
        java.lang.ref.Reference.reachabilityFence(from);
    }

    /** The node a gradient for a tensor goes to, or null. */
    static @Nullable Node edgeOf(Tensor t) {
        return t.requiresGrad() ? TensorAccess.gradientNode(t) : null;
    }
}
