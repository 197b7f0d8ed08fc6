package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Guard;
import dev.jgrad.autograd.Node;
import dev.jgrad.autograd.SavedTensorHooks;
import dev.jgrad.data.AutogradException;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that a node keeps for its rule: the tensor, or what a saved-tensor hook made of it. The version at saving is
 * compared at unpacking, so that a changed value is an error and not a wrong gradient.
 */
public final class SavedTensor {
    /** The text for a second pass over a released graph. */
    public static final String FREED =
            "Trying to backward through the graph a second time (or directly access saved tensors"
                    + " after they have already been freed). Saved intermediate values of the graph are freed when you call"
                    + " .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a"
                    + " second time or if you need to access saved tensors after calling backward.";

    /** What a hook made of a tensor, and its place in the graph; of an output the place is the reader itself. */
    private record Packed(
            SavedTensorHooks hooks, Object value, @Nullable Node node, int output, boolean isOutput) {}

    private SavedTensor() {}

    /** What to keep for an input. */
    public static Object pack(ThreadState ts, Tensor t) {
        return pack(ts, t, -1);
    }

    /** What to keep for an output of the node that saves it; it gets its history only after it was saved. */
    static Object packOutput(ThreadState ts, Tensor t, int output) {
        return pack(ts, t, output);
    }

    /** Fails for a tensor that was made in inference mode. */
    static void checkSavable(@Nullable Tensor t) {
        if (t != null && t.isInference()) {
            throw new AutogradException("Inference tensors cannot be saved for backward. Please do not use Tensors"
                    + " created in inference mode in computation tracked by autograd. To work around this, you can make"
                    + " a clone to get a normal tensor and use it in autograd, or use `Grad.disabled()` instead of"
                    + " `Grad.inferenceMode()`.");
        }
    }

    private static Object pack(ThreadState ts, Tensor t, int output) {
        checkSavable(t);
        // What a hook gets, it may keep for ever: nobody takes this back then.
        TensorAccess.storage(t).saved();
        List<SavedTensorHooks> hooks = ts.savedTensorHooks;
        // A rule that is differentiated forwards needs the tangents of what it reads, and a hook gets values alone.
        if (hooks.isEmpty() || ts.forward != null) {
            return t;
        }
        SavedTensorHooks top = hooks.getLast();
        try (Guard _ = Grad.disabled()) {
            Object value = top.pack().apply(t.detach());
            return output >= 0
                    ? new Packed(top, value, null, output, true)
                    : new Packed(top, value, TensorAccess.gradientNode(t), TensorAccess.outputNumber(t), false);
        }
    }

    /** Lets go of what {@link #pack} returned, or of nothing. */
    public static void release(@Nullable Object saved) {
        if (saved instanceof Tensor t) {
            TensorAccess.storage(t).unsaved();
        }
    }

    /** The version to remember beside {@link #pack}. */
    public static int version(Tensor t) {
        return TensorAccess.storage(t).version();
    }

    /** The tensor again. */
    public static Tensor unpack(@Nullable Object saved, int version, Node reader) {
        if (saved == null) {
            throw new AutogradException(FREED);
        }
        if (saved instanceof Packed p) {
            return unpackHooked(p, reader);
        }
        return unchanged((Tensor) saved, version, reader.name());
    }

    /** The same for a reader that is no node: what was packed by {@link #pack(ThreadState, Tensor)}. */
    public static Tensor unpack(@Nullable Object saved, int version, String reader) {
        if (saved == null) {
            throw new AutogradException(FREED);
        }
        return saved instanceof Packed p ? unpackHooked(p, null) : unchanged((Tensor) saved, version, reader);
    }

    private static Tensor unchanged(Tensor t, int version, String reader) {
        Storage storage = TensorAccess.storage(t);
        if (storage.version() != version) {
            throw modified(t, storage.version(), version, reader);
        }
        return t;
    }

    private static Tensor unpackHooked(Packed p, @Nullable Node reader) {
        Tensor t;
        ThreadState ts = ThreadState.current();
        List<Storage> made = ts.made;
        ts.made = null; // what a hook returns is its own, and may be kept
        try (Guard _ = Grad.disabled()) {
            t = p.hooks.unpack().apply(p.value);
        } finally {
            ts.made = made;
        }
        Node node = p.isOutput ? reader : p.node;
        if (node != null && ts.gradEnabled) {
            t = t.detach();
            TensorAccess.setGradFn(t, node, p.output);
        }
        return t;
    }

    private static AutogradException modified(Tensor t, int now, int expected, String reader) {
        Node made = t.gradFn();
        String origin = made == null
                ? ""
                : ", which is output " + TensorAccess.outputNumber(t) + " of "
                        + made.name().replaceAll("Backward\\d*$", "") + ",";
        return new AutogradException("one of the variables needed for gradient computation has been modified by an"
                + " inplace operation: [torch." + t.dtype().scalarTypeName() + "Tensor "
                + java.util.Arrays.toString(TensorAccess.shown(t).sizes()) + "]" + origin + " is at version " + now
                + "; expected version " + expected + " instead (needed by " + reader
                + "). Hint: enable anomaly detection to find the operation that failed to compute its gradient, with"
                + " try (var _ = AnomalyMode.enabled(false)).");
    }
}
