package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Broadcasting;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.ReduceKind;
import dev.jgrad.tensor.DTypes;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Operations that combine elements along dimensions: sums, products, truth. An empty list of dimensions stands for all of
 * them. {@link Extremes} and {@link Variance} have the others.
 */
public final class ReductionOps {
    private ReductionOps() {}

    private static String numbered(String name, boolean all) {
        return name + (all ? "0" : "1");
    }

    /** Sum; integral inputs add up in int64. */
    public static Tensor sum(Tensor self, int[] dims, boolean keepDim, @Nullable DType dtype) {
        ThreadState ts = ThreadState.current();
        DType named = ts.autocast == null ? dtype : Autocasting.resultType("sum", self, dtype);
        DType out = named != null ? named : self.dtype().isFloatingPoint() ? self.dtype() : DType.INT64;
        if (dims.length == 0 && !keepDim) {
            return sumAll(ts, self, out);
        }
        boolean[] mask = Dims.mask(dims, self.dim());
        long[] sizes = TensorAccess.shown(self).sizes();
        Tensor result = ReductionCalls.shaped(ReductionCalls.reduce(ReduceKind.SUM, self, mask, out), mask, keepDim);
        return Dispatcher.record("SumBackward1", result, new Tensor[] {self}, new Tensor[0], c ->
                new Tensor[] {ReductionCalls.restore(c.grad(), mask, keepDim, sizes)});
    }

    private static Tensor sumAll(ThreadState ts, Tensor self, DType out) {
        Layout layout = TensorAccess.shown(self);
        Dims.checkRank(layout.rank());
        Tensor result = ReductionCalls.reduceAll(ts, ReduceKind.SUM, self, out);
        return Dispatcher.record(ts, "SumBackward0", result, self, c ->
                new Tensor[] {c.recording() ? c.grad().expand(layout.sizes()) : ViewOps.repeated(c.grad(), layout)});
    }

    /** Sums to a shape this one was broadcast from. */
    public static Tensor sumToSize(Tensor self, long... sizes) {
        long[] own = TensorAccess.shown(self).sizes();
        if (Arrays.equals(own, sizes)) {
            // To no dimensions PyTorch sums in any case, and sums of integers are int64.
            return sizes.length == 0 && !self.isFloatingPoint() ? self.to(DType.INT64) : self;
        }
        if (!Broadcasting.expandsTo(sizes, own)) {
            throw new ShapeException(
                    "size {" + Arrays.toString(sizes) + "} is not expandable to size {" + Arrays.toString(own) + "}.");
        }
        int lead = own.length - sizes.length;
        int[] dims = new int[own.length];
        int n = 0;
        for (int d = 0; d < own.length; d++) {
            if (d < lead || (sizes[d - lead] == 1 && own[d] != 1)) {
                dims[n++] = d;
            }
        }
        Tensor summed = n == 0 ? self : sum(self, Arrays.copyOf(dims, n), true, null);
        if (lead == 0) {
            return summed;
        }
        if (!Dispatcher.needsRecord(self)) {
            return TensorAccess.create(TensorAccess.storage(summed), Layout.contiguous(sizes), summed.dtype());
        }
        return summed.reshape(sizes);
    }

    /** Arithmetic mean of floating values. */
    public static Tensor mean(Tensor self, int[] dims, boolean keepDim, @Nullable DType dtype) {
        DType out = dtype != null ? dtype : self.dtype();
        if (!out.isFloatingPoint()) {
            throw new DTypeException("mean(): could not infer output dtype. Input dtype must be either a floating point"
                    + " or complex dtype. Got: " + self.dtype().scalarTypeName() + "; convert with .to(FLOAT32)");
        }
        boolean[] mask = Dims.mask(dims, self.dim());
        long[] sizes = TensorAccess.shown(self).sizes();
        Tensor result = ReductionCalls.shaped(ReductionCalls.reduce(ReduceKind.MEAN, self, mask, out), mask, keepDim);
        double count = Math.max(1, (double) self.numel() / Math.max(1, result.numel()));
        return Dispatcher.record(
                numbered("MeanBackward", dims.length == 0 && !keepDim), result, new Tensor[] {self}, new Tensor[0], c ->
                        new Tensor[] {ReductionCalls.restore(c.grad().div(count), mask, keepDim, sizes)});
    }

    /** Product over one dimension or all. */
    public static Tensor prod(Tensor self, int @Nullable [] dims, boolean keepDim, @Nullable DType dtype) {
        DType named = Autocasting.resultType("prod", self, dtype);
        DType out = named != null ? named : self.dtype().isFloatingPoint() ? self.dtype() : DType.INT64;
        boolean[] mask = Dims.mask(dims == null ? new int[0] : dims, self.dim());
        Tensor result = ReductionCalls.shaped(ReductionCalls.reduce(ReduceKind.PROD, self, mask, out), mask, keepDim);
        return Dispatcher.record(
                numbered("ProdBackward", dims == null), result, new Tensor[] {self}, new Tensor[] {self, result}, c ->
                        new Tensor[] {prodGradient(c.grad(), c.saved(0), c.saved(1), mask, keepDim)});
    }

    /** Exact with zeros: each factor's gradient is the product of all others (exclusive products from both ends). */
    private static Tensor prodGradient(Tensor g, Tensor self, Tensor result, boolean[] mask, boolean keepDim) {
        long[] sizes = TensorAccess.shown(self).sizes();
        Tensor wide = ReductionCalls.restore(g, mask, keepDim, sizes);
        if (!Batching.any(self.eq(0))) {
            return wide.mul(ReductionCalls.restore(result, mask, keepDim, sizes))
                    .div(self);
        }
        if (self.dim() == 0) {
            return g;
        }
        int reduced = 0;
        for (boolean m : mask) {
            reduced += m ? 1 : 0;
        }
        int dim = 0;
        if (reduced > 1) {
            return wide.mul(othersProduct(self.reshape(-1), 0).reshape(sizes));
        }
        while (!mask[dim]) {
            dim++;
        }
        return wide.mul(othersProduct(self, dim));
    }

    private static Tensor othersProduct(Tensor x, int dim) {
        long n = x.size(dim);
        if (n == 1) {
            return Tensors.onesLike(x);
        }
        Tensor one = Tensors.onesLike(x.narrow(dim, 0, 1));
        Tensor before = Tensors.cat(dim, one, x.narrow(dim, 0, n - 1)).cumprod(dim);
        Tensor after = Tensors.cat(dim, one, x.flip(dim).narrow(dim, 0, n - 1))
                .cumprod(dim)
                .flip(dim);
        return before.mul(after);
    }

    /** Any or all elements not zero. */
    public static Tensor truth(Tensor self, ReduceKind kind, int[] dims, boolean keepDim) {
        boolean[] mask = Dims.mask(dims, self.dim());
        DType out = self.dtype() == DType.UINT8 ? DType.UINT8 : DType.BOOL;
        Tensor bool = ReductionCalls.shaped(ReductionCalls.reduce(kind, self, mask, DType.BOOL), mask, keepDim);
        return out == DType.BOOL ? bool : CastOps.convert(bool, out);
    }

    /** Number of elements that are not zero. */
    public static Tensor countNonzero(Tensor self, int[] dims) {
        boolean[] mask = Dims.mask(dims, self.dim());
        return ReductionCalls.shaped(
                ReductionCalls.reduce(ReduceKind.COUNT_NONZERO, self, mask, DType.INT64), mask, false);
    }

    /** ln of the sum of e^x. */
    public static Tensor logsumexp(Tensor self, int[] dims, boolean keepDim) {
        if (Autocasting.applies("logsumexp", self)) {
            return Autocasting.run("logsumexp", in -> logsumexp(in[0], dims, keepDim), self);
        }
        if (dims.length == 0 && self.dim() > 0) {
            throw new ArgumentException("logsumexp(): dim must be specified");
        }
        Tensor x = DTypes.floating(self);
        boolean[] mask = Dims.mask(dims, x.dim());
        Tensor result =
                ReductionCalls.shaped(ReductionCalls.reduce(ReduceKind.LOGSUMEXP, x, mask, x.dtype()), mask, keepDim);
        return Dispatcher.record("LogsumexpBackward0", result, new Tensor[] {x}, new Tensor[] {x, result}, c -> {
            Tensor r = ReductionCalls.unsqueezed(c.saved(1), mask, keepDim);
            return new Tensor[] {
                ReductionCalls.unsqueezed(c.grad(), mask, keepDim)
                        .mul(c.saved(0).sub(r).exp())
            };
        });
    }

    /** Sum without NaN. */
    public static Tensor nansum(Tensor self, int[] dims, boolean keepDim, @Nullable DType dtype) {
        DType out = dtype != null ? dtype : self.dtype().isFloatingPoint() ? self.dtype() : DType.INT64;
        boolean[] mask = Dims.mask(dims, self.dim());
        long[] sizes = TensorAccess.shown(self).sizes();
        Tensor result = ReductionCalls.shaped(ReductionCalls.reduce(ReduceKind.NANSUM, self, mask, out), mask, keepDim);
        return Dispatcher.record(
                "NansumBackward0", result, new Tensor[] {self}, new Tensor[] {self}, c -> new Tensor[] {
                    ReductionCalls.restore(c.grad(), mask, keepDim, sizes)
                            .mul(c.saved(0).isNan().logicalNot().to(c.grad().dtype()))
                });
    }
}
