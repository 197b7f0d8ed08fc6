package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;

/** Comparison of whole tensors. */
public final class Closeness {
    private Closeness() {}

    /** |a - b| &lt;= atol + rtol * |b|; infinities are close to themselves. */
    public static Tensor isClose(Tensor a, Tensor b, double rtol, double atol, boolean equalNan) {
        if (a.dtype() != b.dtype()) {
            throw new DTypeException(
                    a.dtype().scalarTypeName() + " did not match " + b.dtype().scalarTypeName());
        }
        if (!(rtol >= 0 && atol >= 0)) {
            throw new ArgumentException(
                    "rtol and atol must be greater than or equal to zero, but got " + rtol + " and " + atol);
        }
        return Grad.noGrad(() -> {
            Tensor close = a.eq(b);
            if (equalNan && a.isFloatingPoint()) {
                close = close.logicalOr(a.isNan().logicalAnd(b.isNan()));
            }
            Tensor x = a.isFloatingPoint() ? a : a.to(DType.FLOAT64);
            Tensor y = b.isFloatingPoint() ? b : b.to(DType.FLOAT64);
            Tensor difference = x.sub(y).abs();
            Tensor allowed = y.abs().mul(rtol).add(atol);
            return close.logicalOr(difference.le(allowed).logicalAnd(difference.isFinite()));
        });
    }

    /** Same shape and same values; of two dtypes, after promotion. */
    public static boolean equal(Tensor a, Tensor b) {
        if (!Arrays.equals(TensorAccess.shown(a).sizes(), TensorAccess.shown(b).sizes())) {
            return false;
        }
        return a.numel() == 0 || a.eq(b).all().itemBoolean();
    }
}
