package dev.jgrad.op;

import dev.jgrad.data.Layout;
import dev.jgrad.tensor.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tangents of dual tensors. Only bases hold one; it lies in memory as its base does, so that the tangent of a view is the
 * same view of the base's tangent, made when somebody asks. A tangent never changes: a write in place gives its base
 * another one.
 */
public final class Tangents {
    /** One of the tangents of a base. */
    record Entry(ForwardLevel level, Tensor value, @Nullable Entry next) {}

    private Tangents() {}

    /** Computes something at the levels around one. */
    static <T> T outside(ThreadState ts, ForwardLevel level, Supplier<T> body) {
        ForwardLevel before = ts.forward;
        Autocasting region = ts.autocast;
        ts.forward = level.parent();
        ts.autocast = null; // the dtypes are those of the operation
        try {
            return body.get();
        } finally {
            ts.forward = before;
            ts.autocast = region;
        }
    }

    /** True when one of these (nulls skipped) has a tangent at one of the thread's levels. */
    static boolean any(ThreadState ts, @Nullable Tensor... tensors) {
        for (Tensor t : tensors) {
            if (t != null) {
                for (ForwardLevel l : ForwardLevel.open(ts)) {
                    if (has(t, l)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** True when a tensor has a tangent at a level. */
    static boolean has(Tensor t, ForwardLevel level) {
        AutogradMeta meta = TensorAccess.metaOrNull(t);
        if (meta == null) {
            return false;
        }
        return find(meta.view == null ? meta : TensorAccess.metaOrNull(meta.view.base), level) != null;
    }

    private static @Nullable Tensor find(@Nullable AutogradMeta meta, ForwardLevel level) {
        for (Entry e = meta == null ? null : meta.tangent; e != null; e = e.next) {
            if (e.level == level) {
                return e.value;
            }
        }
        return null;
    }

    /** The tangent of a tensor at a level, or null. */
    public static @Nullable Tensor of(ThreadState ts, Tensor t, ForwardLevel level) {
        AutogradMeta meta = TensorAccess.metaOrNull(t);
        if (meta == null || meta.view == null) {
            return find(meta, level);
        }
        Tensor base = find(TensorAccess.metaOrNull(meta.view.base), level);
        return base == null
                ? null
                : outside(ts, level, () -> StridedViews.asStrided(base, TensorAccess.plainLayout(t)));
    }

    /** Gives a tensor a tangent of its shape; that of a view becomes a part of its base's. */
    public static void set(ThreadState ts, Tensor t, ForwardLevel level, Tensor tangent) {
        AutogradMeta meta = TensorAccess.meta(t);
        if (meta.view == null) {
            put(meta, level, outside(ts, level, () -> conform(tangent, t)));
            return;
        }
        Tensor base = meta.view.base;
        AutogradMeta baseMeta = TensorAccess.meta(base);
        Tensor old = find(baseMeta, level);
        put(baseMeta, level, outside(ts, level, () -> {
            Tensor whole = old == null ? base.detach().zerosLike() : old.clone();
            Tensor fresh = conform(whole, base);
            StridedViews.asStrided(fresh, TensorAccess.plainLayout(t)).copy_(tangent);
            return fresh;
        }));
    }

    private static void put(AutogradMeta meta, ForwardLevel level, Tensor tangent) {
        Entry others = null;
        for (Entry e = meta.tangent; e != null; e = e.next) {
            if (e.level != level) {
                others = new Entry(e.level, e.value, others);
            }
        }
        meta.tangent = new Entry(level, tangent, others);
    }

    /** Lets a tensor have all tangents of another one of the same layout. */
    static void share(ThreadState ts, Tensor from, Tensor to) {
        for (ForwardLevel l : ForwardLevel.open(ts)) {
            Tensor t = of(ts, from, l);
            if (t != null) {
                set(ts, to, l, t);
            }
        }
    }

    /** The tangent in the memory layout of its base. */
    private static Tensor conform(Tensor tangent, Tensor base) {
        Layout layout = TensorAccess.shown(base);
        if (TensorAccess.shown(tangent).equals(layout) || layout.mayOverlap()) {
            return tangent;
        }
        Tensor room = Dispatcher.allocateZeroed(
                Dispatcher.backend(tangent), base.dtype(), Layout.contiguous(layout.extent()));
        return TensorAccess.create(TensorAccess.storage(room), layout, base.dtype())
                .copy_(tangent);
    }
}
