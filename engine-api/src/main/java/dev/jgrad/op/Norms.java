package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.spi.ReduceKind;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Vector norms: {@code torch.linalg.vector_norm}. */
public final class Norms {
    private Norms() {}

    /** The p-norm over dimensions, all of them when empty. */
    public static Tensor norm(Tensor self, double p, int[] dims, boolean keepDim) {
        return norm("LinalgVectorNormBackward0", self, p, dims, keepDim);
    }

    /** Lengths of the vectors of the last dimension, as distances between points have them: the older {@code norm}. */
    public static Tensor distance(Tensor difference, double p, boolean keepDim) {
        return norm("NormBackward1", difference, p, new int[] {-1}, keepDim);
    }

    private static Tensor norm(String gradFn, Tensor self, double p, int[] dims, boolean keepDim) {
        if (Autocasting.applies("norm", self)) {
            return Autocasting.run("norm", in -> norm(in[0], p, dims, keepDim), self);
        }
        if (!self.dtype().isFloatingPoint()) {
            throw new DTypeException("linalg.vector_norm: Expected a floating point or complex tensor as input. Got "
                    + self.dtype().scalarTypeName());
        }
        boolean[] mask = Dims.mask(dims, self.dim());
        Tensor result = Grad.noGrad(() -> value(self.detach(), p, mask, keepDim));
        return Dispatcher.record(gradFn, result, new Tensor[] {self}, new Tensor[] {self, result}, c -> {
            Tensor x = c.saved(0);
            Tensor n = ReductionCalls.unsqueezed(c.saved(1), mask, keepDim);
            Tensor g = ReductionCalls.unsqueezed(c.grad(), mask, keepDim);
            return new Tensor[] {gradient(g, x, n, p, mask)};
        });
    }

    private static Tensor value(Tensor x, double p, boolean[] mask, boolean keepDim) {
        if (p == 2) {
            return ReductionCalls.shaped(ReductionCalls.reduce(ReduceKind.NORM2, x, mask, x.dtype()), mask, keepDim);
        }
        if (p == 1) {
            return ReductionCalls.shaped(ReductionCalls.reduce(ReduceKind.NORM1, x, mask, x.dtype()), mask, keepDim);
        }
        int[] dims = ReductionCalls.maskedDims(mask);
        if (p == 0) {
            return x.ne(0).to(x.dtype()).sum(dims, keepDim);
        }
        if (p == Double.POSITIVE_INFINITY) {
            return x.abs().amax(dims, keepDim);
        }
        if (p == Double.NEGATIVE_INFINITY) {
            return x.abs().amin(dims, keepDim);
        }
        return x.abs().pow(p).sum(dims, keepDim).pow(1 / p);
    }

    private static @Nullable Tensor gradient(Tensor g, Tensor x, Tensor n, double p, boolean[] mask) {
        if (p == 0) {
            return null; // a count has no gradient, and PyTorch leaves none
        }
        if (p == 1) {
            return x.sgn().mul(g);
        }
        if (p == 2) {
            return x.mul(g.div(n).maskedFill(n.eq(0), 0));
        }
        if (Double.isInfinite(p)) {
            Tensor hit = x.abs().eq(n).to(x.dtype());
            return x.sgn().mul(hit).mul(g.div(hit.sum(ReductionCalls.maskedDims(mask), true)));
        }
        if (p < 1) {
            Tensor scaled = x.sgn().mul(x.abs().pow(p - 1)).maskedFill(x.eq(0), 0);
            return scaled.mul(g).mul(n.pow(1 - p));
        }
        if (p < 2) {
            return x.sgn()
                    .mul(x.abs().pow(p - 1).maskedFill(x.eq(0), 0))
                    .mul(g.div(n.pow(p - 1)).maskedFill(n.eq(0), 0));
        }
        return x.mul(x.abs().pow(p - 2)).mul(g.div(n.pow(p - 1)).maskedFill(n.eq(0), 0));
    }
}
