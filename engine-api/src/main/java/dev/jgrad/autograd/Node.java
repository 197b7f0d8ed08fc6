package dev.jgrad.autograd;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.op.ThreadState;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of the backward pass: takes the gradients of an operation's outputs and computes those of its inputs.
 *
 * <p>Nodes form a graph that points from results to inputs. An edge is a pair (node, output number): the gradient for
 * input i of this node goes to output {@code nextOutput(i)} of node {@code next(i)}; null where the input needs none.
 * Leaves end in an {@link AccumulateGrad}. Every node has a sequence number greater than those of the nodes it points
 * to, even across threads, so the number is a topological order. What a node saved for its rule is released after use
 * unless the graph is retained. The model is {@code torch::autograd::Node}.
 */
public abstract class Node {
    private final long sequence;

    /** The thread that made this node, the only one that may touch {@link #entry}. */
    final long maker = Thread.currentThread().threadId();

    /** What the pass of that thread over this node notes, see {@link GraphTask}; null while there is none. */
    GraphTask.@Nullable Entry entry;

    private @Nullable Node next0;
    private @Nullable Node next1;
    private int output0;
    private int output1;
    private int count;
    private Layout meta0 = Layout.contiguous();
    private DType dtype0 = DType.FLOAT32;
    private boolean fused;
    private @Nullable Extra extra;

    /** What most nodes do not have, apart so that those stay small. */
    private static final class Extra {
        @Nullable
        Node[] nextMore = new Node[0];

        int[] outputMore = new int[0];
        Layout @Nullable [] metas;
        DType @Nullable [] dtypes;
        volatile @Nullable NodeHooks hooks;

        @Nullable
        Throwable madeAt;
    }

    private synchronized Extra extra() {
        if (extra == null) {
            extra = new Extra();
        }
        return extra;
    }

    /** A node with this number; see {@link ThreadState#tick}. */
    protected Node(long sequence) {
        this.sequence = sequence;
    }

    /** The name PyTorch gives this node, such as {@code MulBackward0}. */
    public abstract String name();

    /**
     * Computes the gradients of the inputs.
     *
     * @param gradOutputs one per output, null where no gradient arrived; at least one is not null
     * @return one per input, null where there is none
     */
    protected abstract @Nullable Tensor[] apply(@Nullable Tensor[] gradOutputs);

    /** Forgets what was saved. */
    protected void release() {}

    /** True when tensors that the rule makes belong to the engine alone. */
    protected boolean ownsResults() {
        return true;
    }

    /** The position in the topological order; greater numbers run first. */
    public final long sequence() {
        return sequence;
    }

    /** Where the gradients of the inputs go, in PyTorch's order: {@code next_functions}. */
    public final List<Edge> nextFunctions() {
        List<Edge> edges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            edges.add(new Edge(next(i), nextOutput(i)));
        }
        return Collections.unmodifiableList(edges);
    }

    /** The number of inputs. */
    public final int nextCount() {
        return count;
    }

    /** The node that the gradient of input {@code i} goes to, or null. */
    public final @Nullable Node next(int i) {
        return i == 0 ? next0 : i == 1 ? next1 : extra().nextMore[i - 2];
    }

    /** The output of {@link #next} that the gradient of input {@code i} belongs to. */
    public final int nextOutput(int i) {
        return i == 0 ? output0 : i == 1 ? output1 : extra().outputMore[i - 2];
    }

    /** Says that the operation was called under {@link Fusion}, so that its rule runs under it too. */
    protected final void setFused() {
        fused = true;
    }

    /** True when the operation was called under {@link Fusion}. */
    final boolean isFused() {
        return fused;
    }

    /** True when some input needs its gradient. */
    protected final boolean needsInput(int i) {
        return next(i) != null;
    }

    /** Sets the only edge. */
    protected final void setEdge(@Nullable Node node, int output) {
        next0 = node;
        output0 = output;
        count = 1;
    }

    /** Sets two edges. */
    protected final void setEdges(@Nullable Node a, int outputA, @Nullable Node b, int outputB) {
        next0 = a;
        output0 = outputA;
        next1 = b;
        output1 = outputB;
        count = 2;
    }

    /** Sets any number of edges. */
    protected final void setEdges(@Nullable Node[] nodes, int[] outputs) {
        count = nodes.length;
        if (count > 0) {
            next0 = nodes[0];
            output0 = outputs[0];
        }
        if (count > 1) {
            next1 = nodes[1];
            output1 = outputs[1];
        }
        if (count > 2) {
            extra().nextMore = java.util.Arrays.copyOfRange(nodes, 2, count);
            extra().outputMore = java.util.Arrays.copyOfRange(outputs, 2, count);
        }
    }

    /** Describes the only output, so that its gradient can be checked. */
    protected final void setOutput(Layout layout, DType dtype) {
        meta0 = layout;
        dtype0 = dtype;
    }

    /** Describes several outputs. */
    protected final void setOutputs(Layout[] layouts, DType[] types) {
        if (layouts.length > 1) {
            extra().metas = layouts;
            extra().dtypes = types;
        }
        meta0 = layouts[0];
        dtype0 = types[0];
    }

    /** The number of outputs of the operation. */
    public final int outputCount() {
        Extra e = extra;
        return e == null || e.metas == null ? 1 : e.metas.length;
    }

    /** The layout of an output, of which only the sizes matter. */
    final Layout outputLayout(int i) {
        Extra e = extra;
        return e == null || e.metas == null ? meta0 : e.metas[i];
    }

    /** Sizes of an output. */
    public final long[] outputSizes(int i) {
        return outputLayout(i).sizes();
    }

    /** Dtype of an output. */
    public final DType outputDType(int i) {
        Extra e = extra;
        return e == null || e.dtypes == null ? dtype0 : e.dtypes[i];
    }

    final @Nullable NodeHooks hooksOrNull() {
        Extra e = extra;
        return e == null ? null : e.hooks;
    }

    /** True when a hook was added to this node, be it gone since. */
    public final boolean hasHooks() {
        return hooksOrNull() != null;
    }

    /** The hooks of this node, made when missing. */
    public final synchronized NodeHooks hooks() {
        Extra e = extra();
        NodeHooks found = e.hooks;
        if (found == null) {
            found = new NodeHooks();
            e.hooks = found;
        }
        return found;
    }

    /** Remembers the place in the program where the operation ran (anomaly mode). */
    protected final void setMadeAt(Throwable place) {
        extra().madeAt = place;
    }

    final @Nullable Throwable madeAt() {
        Extra e = extra;
        return e == null ? null : e.madeAt;
    }

    @Override
    public String toString() {
        return "<" + name() + ">";
    }
}
