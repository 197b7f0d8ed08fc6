package dev.jgrad.op;

import dev.jgrad.data.AutogradException;
import dev.jgrad.data.Layout;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Putting dual tensors together and taking them apart. */
public final class ForwardTensors {
    private ForwardTensors() {}

    /** A tensor of its own over the same memory, connected to the graph, with the tangents of the outer levels. */
    private static Tensor alias(Tensor t, ForwardLevel level) {
        Layout layout = TensorAccess.plainLayout(t);
        Tensor source = layout.mayOverlap() ? t.detach().contiguous() : t;
        Tensor out = TensorAccess.create(TensorAccess.storage(source), TensorAccess.plainLayout(source), t.dtype());
        ThreadState ts = ThreadState.current();
        ForwardLevel before = ts.forward;
        ts.forward = null;
        Dispatcher.record("AliasBackward0", out, new Tensor[] {t}, new Tensor[0], c -> new Tensor[] {c.grad()});
        ts.forward = before;
        for (ForwardLevel l = level.parent(); l != null; l = l.parent()) {
            Tensor tangent = Tangents.of(ts, t, l);
            if (tangent != null) {
                Tangents.set(ts, out, l, tangent);
            }
        }
        return out;
    }

    /** A tensor of its own over the same memory, with all tangents, recorded where recording is on. */
    public static Tensor plain(Tensor t) {
        ThreadState ts = ThreadState.current();
        Tensor out = alias(t, new ForwardLevel(ts.forward));
        if (t.isInference()) {
            TensorAccess.markInference(out);
        }
        return out;
    }

    /** See {@code ForwardMode.makeDual}. */
    public static Tensor makeDual(Tensor tensor, Tensor tangent, ForwardLevel level) {
        if (Tangents.has(tensor, level)) {
            throw new AutogradException("Making a dual Tensor based on a Tensor that already has a forward gradient at"
                    + " the same level 0 is not supported.");
        }
        Tensor dual = alias(tensor, level);
        Tangents.set(ThreadState.current(), dual, level, tangent);
        return dual;
    }

    /** The values without the tangent of a level. */
    public static Tensor primal(Tensor t, ForwardLevel level) {
        return alias(t, level);
    }

    /** The tangent at the innermost level, or null. */
    public static @Nullable Tensor tangent(Tensor t) {
        ForwardLevel level = ThreadState.current().forward;
        return level == null ? null : tangent(t, level);
    }

    /** The tangent at a level, or null. */
    public static @Nullable Tensor tangent(Tensor t, ForwardLevel level) {
        return Tangents.of(ThreadState.current(), t, level);
    }
}
