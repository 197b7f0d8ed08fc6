package dev.jgrad.op;

import dev.jgrad.tensor.Tensor;

/**
 * Where a differentiable view comes from. An in-place write to the view changes the history of the base; afterwards the
 * node of every view of it is made anew, which {@link #version} detects (PyTorch's {@code DifferentiableViewMeta}).
 */
public final class ViewInfo {
    /** How a view came to be, which decides whether it may be written to in place. */
    public enum Origin {
        /** An ordinary view. */
        DEFAULT,
        /** One of several views that one operation returned. */
        MULTIPLE_OUTPUTS,
        /** Made while recording was off. */
        NO_GRAD
    }

    /** The tensor that owns the storage in autograd's eyes; never a view itself. */
    public final Tensor base;

    /** See {@link Origin}. */
    public final Origin origin;

    /** The version of the storage for which the view's node holds. */
    public int version;

    /** A view of a base. */
    public ViewInfo(Tensor base, Origin origin, int version) {
        this.base = base;
        this.origin = origin;
        this.version = version;
    }
}
