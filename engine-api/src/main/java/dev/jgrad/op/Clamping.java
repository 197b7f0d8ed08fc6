package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** Limits values by numbers or tensors: {@code torch.clamp}. */
public final class Clamping {
    private Clamping() {}

    /** By numbers; an infinite one is no bound, and NaN gives NaN, as in PyTorch. */
    public static Tensor between(Tensor self, double min, double max) {
        return between(ActivationOps.CLAMP, self, min, max);
    }

    /** At least {@code min}: {@code clamp_min}. */
    public static Tensor atLeast(Tensor self, double min) {
        return between(ActivationOps.CLAMP_MIN, self, min, Double.POSITIVE_INFINITY);
    }

    /** At most {@code max}: {@code clamp_max}. */
    public static Tensor atMost(Tensor self, double max) {
        return between(ActivationOps.CLAMP_MAX, self, Double.NEGATIVE_INFINITY, max);
    }

    private static Tensor between(UnaryOp op, Tensor self, double min, double max) {
        if (self.dtype().isFloatingPoint()) {
            return op.call(self, min, max, 0);
        }
        Tensor out = self;
        if (min != Double.NEGATIVE_INFINITY) {
            out = number(ArithmeticOps.MAXIMUM, out, min);
        }
        return max == Double.POSITIVE_INFINITY ? out : number(ArithmeticOps.MINIMUM, out, max);
    }

    private static Tensor number(BinaryOp op, Tensor t, double bound) {
        return bound == Math.rint(bound) ? op.call(t, (long) bound) : op.call(t, bound);
    }

    /** By tensors; either may be null. The gradient goes to the bound where it took effect. */
    public static Tensor between(Tensor self, @Nullable Tensor min, @Nullable Tensor max) {
        if (min == null && max == null) {
            throw new ArgumentException("torch.clamp: At least one of 'min' or 'max' must not be None");
        }
        Tensor out = Grad.noGrad(() -> {
            Tensor t = self.detach();
            if (min != null) {
                t = t.maximum(min.detach());
            }
            return max == null ? t : t.minimum(max.detach());
        });
        return Dispatcher.record(
                "ClampBackward0", out, new Tensor[] {self, min, max}, new Tensor[] {self, min, max}, c -> {
                    Tensor x = c.saved(0);
                    Tensor low = c.savedOrNull(1);
                    Tensor high = c.savedOrNull(2);
                    Tensor zero = Tensors.scalarLike(c.grad(), 0);
                    Tensor inside = low == null
                            ? x.le(high)
                            : high == null ? x.ge(low) : x.ge(low).logicalAnd(x.le(high));
                    Tensor lowHit = low == null
                            ? null
                            : high == null ? x.lt(low) : x.lt(low).logicalAnd(low.lt(high));
                    Tensor highHit = high == null
                            ? null
                            : low == null ? x.gt(high) : x.gt(high).logicalOr(high.lt(low));
                    return new Tensor[] {
                        c.needs(0) ? Tensors.where(inside, c.grad(), zero) : null,
                        c.needs(1) && lowHit != null ? Tensors.where(lowHit, c.grad(), zero) : null,
                        c.needs(2) && highHit != null ? Tensors.where(highHit, c.grad(), zero) : null
                    };
                });
    }
}
