package dev.jgrad.autograd;

import dev.jgrad.data.AutogradException;
import dev.jgrad.op.SavedTensor;
import dev.jgrad.op.ThreadState;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the forward part of a {@link Function} hands to its backward part: {@code ctx} in PyTorch. */
public final class Context {
    private static final Object[] NOTHING = new Object[0];

    private Tensor[] toSave = new Tensor[0];
    private @Nullable Object[] saved = NOTHING;
    private int[] versions = new int[0];
    private boolean released;
    private boolean materializeGrads = true;
    private List<Tensor> dirty = List.of();
    private List<Tensor> nonDifferentiable = List.of();
    private boolean[] needs = new boolean[0];
    private @Nullable Node node;

    Context() {}

    /** Keeps tensors for backward; nulls are allowed. */
    public void saveForBackward(@Nullable Tensor... tensors) {
        toSave = tensors.clone();
    }

    /** The i-th tensor that was saved. */
    public Tensor saved(int i) {
        if (released) {
            throw new AutogradException(SavedTensor.FREED);
        }
        if (node == null) {
            return toSave[i];
        }
        return SavedTensor.unpack(saved[i], versions[i], node);
    }

    /** The number of tensors that were saved. */
    public int savedCount() {
        return toSave.length == 0 ? saved.length : toSave.length;
    }

    /** Says that inputs were changed in place; they must be returned as outputs. */
    public void markDirty(Tensor... inputs) {
        dirty = List.of(inputs);
    }

    /** Says that outputs have no gradient. */
    public void markNonDifferentiable(Tensor... outputs) {
        nonDifferentiable = List.of(outputs);
    }

    /** Whether gradients that did not arrive are handed over as zeros (the default) or as null. */
    public void setMaterializeGrads(boolean value) {
        materializeGrads = value;
    }

    /** True when the gradient of the i-th input is needed. */
    public boolean needsInputGrad(int i) {
        return needs[i];
    }

    boolean materializesGrads() {
        return materializeGrads;
    }

    boolean isDirty(Tensor t) {
        return dirty.stream().anyMatch(d -> d == t);
    }

    List<Tensor> dirty() {
        return dirty;
    }

    boolean isNonDifferentiable(Tensor t) {
        return nonDifferentiable.stream().anyMatch(d -> d == t);
    }

    boolean[] setNeeds(boolean[] flags) {
        boolean[] before = needs;
        needs = flags;
        return before;
    }

    void seal(ThreadState ts, Node owner) {
        saved = new Object[toSave.length];
        versions = new int[toSave.length];
        for (int i = 0; i < saved.length; i++) {
            if (toSave[i] != null) {
                saved[i] = SavedTensor.pack(ts, toSave[i]);
                versions[i] = SavedTensor.version(toSave[i]);
            }
        }
        toSave = new Tensor[0];
        node = owner;
    }

    void release() {
        if (saved.length > 0) {
            for (Object s : saved) {
                SavedTensor.release(s);
            }
            Arrays.fill(saved, null);
            released = true;
        }
    }
}
