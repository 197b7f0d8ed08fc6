package dev.jgrad.tensor;

import dev.jgrad.autograd.Guard;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.op.ThreadState;
import org.jspecify.annotations.Nullable;

/**
 * The default dtype, as {@link Devices} is for devices: what factories make where no dtype is named, what integers become
 * where an operation needs fractions, and what is printed without {@code dtype=}. {@link DType#setDefault} changes it
 * for all threads, {@link #use} for a block.
 */
public final class DTypes {
    private DTypes() {}

    /** The default dtype of this thread: {@code torch.get_default_dtype}. */
    public static DType current() {
        DType scoped = ThreadState.current().dtype;
        return scoped != null ? scoped : DType.defaultDType();
    }

    /**
     * Makes a floating dtype the default of this thread until the guard is closed; other threads keep theirs.
     *
     * @throws DTypeException when the dtype is not floating
     */
    public static Guard use(DType dtype) {
        DType.checkDefault(dtype);
        ThreadState state = ThreadState.current();
        DType before = state.dtype;
        int entered = state.enter();
        state.dtype = dtype;
        return new Guard(() -> {
            state.leave(entered);
            state.dtype = before;
        });
    }

    /** The dtype itself when it is floating, the default otherwise: what an operation on fractions gives. */
    public static DType floating(DType dtype) {
        return dtype.isFloatingPoint() ? dtype : current();
    }

    /** The tensor itself when it is floating, else the same values in the default dtype. */
    public static Tensor floating(Tensor t) {
        return t.isFloatingPoint() ? t : t.to(current());
    }

    /** The dtype that was named, or the default. */
    static DType named(@Nullable DType dtype) {
        return dtype != null ? dtype : current();
    }
}
