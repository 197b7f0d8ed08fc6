package dev.jgrad.autograd;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.op.ForwardLevel;
import dev.jgrad.op.ForwardTensors;
import dev.jgrad.op.ThreadState;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Forward mode: tensors with a tangent that passes through every differentiable operation. {@code
 * torch.autograd.forward_ad}.
 *
 * <pre>{@code
 * try (var _ = ForwardMode.dualLevel()) {
 *     Tensor dual = ForwardMode.makeDual(x, direction);
 *     Tensor jvp = ForwardMode.unpackDual(f(dual)).tangent();
 * }
 * }</pre>
 *
 * <p>Tangents pass through views and writes in place, and they do so when recording is switched off as well. {@code detach()}
 * drops them. Forward mode goes together with reverse mode either way round; for several levels of it see {@code Func.jvp}.
 */
public final class ForwardMode {
    /**
     * A tensor taken apart.
     *
     * @param primal the values, still connected to the graph
     * @param tangent the tangent, or null when there is none
     */
    public record Dual(Tensor primal, @Nullable Tensor tangent) {}

    private ForwardMode() {}

    /**
     * Opens the level at which tangents live until the guard is closed; afterwards they are gone.
     *
     * @throws AutogradException inside of another level
     */
    public static Guard dualLevel() {
        if (ThreadState.current().forward != null) {
            throw new AutogradException(
                    "Nested forward mode AD is not supported at the moment; use Func.jvp, which" + " nests");
        }
        return level();
    }

    static Guard level() {
        ThreadState state = ThreadState.current();
        ForwardLevel before = state.forward;
        int entered = state.enter();
        state.forward = new ForwardLevel(before);
        return new Guard(() -> {
            state.leave(entered);
            state.forward = before;
        });
    }

    private static ForwardLevel current() {
        ForwardLevel level = ThreadState.current().forward;
        if (level == null) {
            throw new AutogradException(
                    "Trying to create a dual Tensor for forward AD but no level exists, make sure to"
                            + " enter_dual_level() first: try (var _ = ForwardMode.dualLevel())");
        }
        return level;
    }

    /**
     * A tensor over the same memory with a tangent.
     *
     * @param tangent of the same shape, dtype and device
     * @throws AutogradException outside of a level, or when the tensor is dual already
     */
    public static Tensor makeDual(Tensor tensor, Tensor tangent) {
        ForwardLevel level = current();
        if (!tensor.isFloatingPoint()) {
            throw new ArgumentException("Expected primal to be floating point or complex, but got: "
                    + tensor.dtype().scalarTypeName());
        }
        if (!tangent.isFloatingPoint()) {
            throw new ArgumentException("Expected tangent to be floating point or complex, but got: "
                    + tangent.dtype().scalarTypeName());
        }
        if (tensor.dtype() != tangent.dtype()) {
            throw new ArgumentException("Expected primal and tangent to have the same dtype, but got: "
                    + tensor.dtype().scalarTypeName() + " and "
                    + tangent.dtype().scalarTypeName());
        }
        if (!tensor.shape().equals(tangent.shape())) {
            throw new ShapeException("Trying to set a forward gradient that has a different size than that of the"
                    + " original Tensor, this is not supported. Tensor is of size " + tensor.shape()
                    + " while the given forward gradient is of size " + tangent.shape() + ".");
        }
        return ForwardTensors.makeDual(tensor, tangent, level);
    }

    /** Values and tangent at the open level. */
    public static Dual unpackDual(Tensor tensor) {
        ForwardLevel level = ThreadState.current().forward;
        if (level == null) {
            return new Dual(tensor, null);
        }
        return new Dual(ForwardTensors.primal(tensor, level), ForwardTensors.tangent(tensor, level));
    }
}
