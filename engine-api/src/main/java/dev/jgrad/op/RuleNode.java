package dev.jgrad.op;

import dev.jgrad.autograd.Node;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The node of an operation with structure: any number of inputs and outputs, and a rule that computes all gradients. */
final class RuleNode extends Node {
    private static final Object[] RELEASED = new Object[0];

    private final String name;
    private final BackwardRule rule;
    private @Nullable Object[] saved;
    private final int[] versions;

    RuleNode(
            long sequence,
            String name,
            BackwardRule rule,
            @Nullable Node[] nodes,
            int[] outputs,
            @Nullable Object[] saved,
            int[] versions) {
        super(sequence);
        this.name = name;
        this.rule = rule;
        this.saved = saved;
        this.versions = versions;
        setEdges(nodes, outputs);
    }

    void outputs(Tensor[] outs) {
        if (outs.length == 1) {
            setOutput(TensorAccess.shown(outs[0]), outs[0].dtype());
            return;
        }
        Layout[] layouts = new Layout[outs.length];
        DType[] dtypes = new DType[outs.length];
        for (int i = 0; i < outs.length; i++) {
            layouts[i] = TensorAccess.shown(outs[i]);
            dtypes[i] = outs[i].dtype();
        }
        setOutputs(layouts, dtypes);
    }

    void fuse() {
        setFused();
    }

    void place() {
        setMadeAt(new Throwable("forward call of " + name));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    protected @Nullable Tensor[] apply(@Nullable Tensor[] gradOutputs) {
        if (saved == RELEASED && versions.length > 0) {
            throw new dev.jgrad.data.AutogradException(SavedTensor.FREED);
        }
        return rule.apply(new BackwardContext(this, gradOutputs));
    }

    boolean needs(int input) {
        return needsInput(input);
    }

    Tensor saved(int i) {
        if (saved == RELEASED) {
            throw new dev.jgrad.data.AutogradException(SavedTensor.FREED);
        }
        return SavedTensor.unpack(saved[i], versions[i], this);
    }

    boolean savesBatched() {
        for (Object s : saved) {
            if (s instanceof Tensor t && Batching.isBatched(t)) {
                return true;
            }
        }
        return false;
    }

    boolean hasSaved(int i) {
        return saved != RELEASED && saved[i] != null;
    }

    @Override
    protected void release() {
        saved = RELEASED;
    }
}
