package dev.jgrad.op;

import dev.jgrad.autograd.Node;
import dev.jgrad.autograd.NodeInternals;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The history of a base tensor after one of its views was written to in place: the gradient of the part that was
 * overwritten goes through the node of the write, the rest goes on to the base's former history. The method is {@code
 * torch::autograd::CopySlices}.
 */
final class CopySlices extends NodeInternals {
    private final Layout base;
    private final Layout view;
    private final Node write;

    CopySlices(
            long sequence, @Nullable Node baseNode, int baseOutput, Layout base, Layout view, DType dtype, Node write) {
        super(sequence);
        this.base = base;
        this.view = view;
        this.write = write;
        int n = Math.max(1, write.nextCount());
        @Nullable Node[] nodes = new Node[n];
        int[] outputs = new int[n];
        nodes[0] = baseNode;
        outputs[0] = baseOutput;
        for (int i = 1; i < n; i++) {
            nodes[i] = write.next(i);
            outputs[i] = write.nextOutput(i);
        }
        setEdges(nodes, outputs);
        setOutput(base, dtype);
    }

    @Override
    public String name() {
        return "CopySlices";
    }

    @Override
    protected @Nullable Tensor[] apply(@Nullable Tensor[] gradOutputs) {
        Tensor grad = java.util.Objects.requireNonNull(gradOutputs[0]);
        Tensor whole = grad.contiguous().clone();
        Layout slice = relative();
        Tensor part = StridedViews.asStrided(whole, slice);
        @Nullable Tensor[] results = applyOf(write, part.clone());
        @Nullable Tensor[] out = new Tensor[nextCount()];
        for (int i = 1; i < out.length; i++) {
            out[i] = results[i];
        }
        if (needsInput(0)) {
            Tensor inner = results.length == 0 ? null : results[0];
            out[0] = StridedViews.replaceStrided(whole, slice, inner == null ? null : inner.to(whole.dtype()));
        }
        return out;
    }

    /** The place of the view inside a contiguous tensor with the sizes of the base. */
    private Layout relative() {
        return PartGradient.relocate(base, view);
    }

    @Override
    protected void release() {
        releaseOf(write);
    }
}
