package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Broadcasting;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ReduceKind;
import dev.jgrad.tensor.DTypes;
import dev.jgrad.tensor.MinMax;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Operations that combine elements along dimensions. An empty list of dimensions stands for all of them. */
public final class ReductionOps {
    private ReductionOps() {}

    /** The kernel over all dimensions, which the result does not have. */
    private static Tensor reduceAll(ThreadState ts, ReduceKind kind, Tensor self, DType outDType) {
        Backend be = Dispatcher.backend(self);
        Buffer in = TensorAccess.storage(self).buffer();
        Layout layout = TensorAccess.layoutIn(self, in);
        Tensor out = Dispatcher.wrap(ts, be, be.allocate(outDType, 1), outDType, Layout.ones(0));
        be.reductions()
                .reduce(
                        be.stream(),
                        kind,
                        outDType,
                        TensorAccess.storage(out).buffer(),
                        Layout.ones(layout.rank()),
                        self.dtype(),
                        in,
                        layout);
        Reference.reachabilityFence(self);
        return out;
    }

    /** The kernel: reduces the flagged dimensions, which keep size 1. */
    static Tensor reduce(ReduceKind kind, Tensor self, boolean[] mask, DType outDType) {
        Backend be = Dispatcher.backend(self);
        Buffer in = TensorAccess.storage(self).buffer();
        Layout layout = TensorAccess.layoutIn(self, in);
        long[] sizes = layout.sizes().clone();
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] = mask[d] ? 1 : sizes[d];
        }
        Layout outLayout = Layout.contiguous(sizes);
        Tensor out = Dispatcher.allocate(be, outDType, outLayout);
        be.reductions()
                .reduce(
                        be.stream(),
                        kind,
                        outDType,
                        TensorAccess.storage(out).buffer(),
                        outLayout,
                        self.dtype(),
                        in,
                        layout);
        Reference.reachabilityFence(self);
        return out;
    }

    /** Drops the reduced dimensions when they are not to be kept; the result is fresh, so this is no view. */
    static Tensor shaped(Tensor reduced, boolean[] mask, boolean keepDim) {
        if (keepDim) {
            return reduced;
        }
        Layout layout = TensorAccess.shown(reduced);
        long[] kept = new long[mask.length];
        int rank = 0;
        for (int d = 0; d < mask.length; d++) {
            if (!mask[d]) {
                kept[rank++] = layout.size(d);
            }
        }
        return TensorAccess.create(
                TensorAccess.storage(reduced), Layout.contiguous(Arrays.copyOf(kept, rank)), reduced.dtype());
    }

    /** A gradient or value without the reduced dimensions, brought back to the sizes before the reduction. */
    static Tensor restore(Tensor t, boolean[] mask, boolean keepDim, long[] sizes) {
        // A number needs no dimensions of size 1 first.
        return (t.dim() == 0 ? t : unsqueezed(t, mask, keepDim)).expand(sizes);
    }

    static Tensor unsqueezed(Tensor t, boolean[] mask, boolean keepDim) {
        if (keepDim) {
            return t;
        }
        Tensor r = t;
        for (int d = 0; d < mask.length; d++) {
            if (mask[d]) {
                r = r.unsqueeze(d);
            }
        }
        return r;
    }

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
        Tensor result = shaped(reduce(ReduceKind.SUM, self, mask, out), mask, keepDim);
        return Dispatcher.record("SumBackward1", result, new Tensor[] {self}, new Tensor[0], c ->
                new Tensor[] {restore(c.grad(), mask, keepDim, sizes)});
    }

    private static Tensor sumAll(ThreadState ts, Tensor self, DType out) {
        Layout layout = TensorAccess.shown(self);
        Dims.checkRank(layout.rank());
        Tensor result = reduceAll(ts, ReduceKind.SUM, self, out);
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
        Tensor result = shaped(reduce(ReduceKind.MEAN, self, mask, out), mask, keepDim);
        double count = Math.max(1, (double) self.numel() / Math.max(1, result.numel()));
        return Dispatcher.record(
                numbered("MeanBackward", dims.length == 0 && !keepDim), result, new Tensor[] {self}, new Tensor[0], c ->
                        new Tensor[] {restore(c.grad().div(count), mask, keepDim, sizes)});
    }

    /** Product over one dimension or all. */
    public static Tensor prod(Tensor self, int @Nullable [] dims, boolean keepDim, @Nullable DType dtype) {
        DType named = Autocasting.resultType("prod", self, dtype);
        DType out = named != null ? named : self.dtype().isFloatingPoint() ? self.dtype() : DType.INT64;
        boolean[] mask = Dims.mask(dims == null ? new int[0] : dims, self.dim());
        Tensor result = shaped(reduce(ReduceKind.PROD, self, mask, out), mask, keepDim);
        return Dispatcher.record(
                numbered("ProdBackward", dims == null), result, new Tensor[] {self}, new Tensor[] {self, result}, c ->
                        new Tensor[] {prodGradient(c.grad(), c.saved(0), c.saved(1), mask, keepDim)});
    }

    /** Exact with zeros: each factor's gradient is the product of all others (exclusive products from both ends). */
    private static Tensor prodGradient(Tensor g, Tensor self, Tensor result, boolean[] mask, boolean keepDim) {
        long[] sizes = TensorAccess.shown(self).sizes();
        Tensor wide = restore(g, mask, keepDim, sizes);
        if (!Batching.any(self.eq(0))) {
            return wide.mul(restore(result, mask, keepDim, sizes)).div(self);
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

    /** Greatest value over any dimensions; equal ones share the gradient. */
    public static Tensor amax(Tensor self, int[] dims, boolean keepDim) {
        return extreme(ReduceKind.MAX, "amax", "AmaxBackward0", self, dims, keepDim);
    }

    /** Least value over any dimensions; equal ones share the gradient. */
    public static Tensor amin(Tensor self, int[] dims, boolean keepDim) {
        return extreme(ReduceKind.MIN, "amin", "AminBackward0", self, dims, keepDim);
    }

    /** Greatest value of all. */
    public static Tensor max(Tensor self) {
        return extreme(ReduceKind.MAX, "max", "MaxBackward1", self, new int[0], false);
    }

    /** Least value of all. */
    public static Tensor min(Tensor self) {
        return extreme(ReduceKind.MIN, "min", "MinBackward1", self, new int[0], false);
    }

    private static Tensor extreme(
            ReduceKind kind, String name, String gradFn, Tensor self, int[] dims, boolean keepDim) {
        boolean[] mask = Dims.mask(dims, self.dim());
        for (int d = 0; d < mask.length; d++) {
            if (mask[d] && self.size(d) == 0) {
                throw new IndexException(name + "(): Expected reduction dim " + d
                        + " to have non-zero size. Specify the reduction dim with the 'dim' argument.");
            }
        }
        Tensor result = shaped(reduce(kind, self, mask, self.dtype()), mask, keepDim);
        return Dispatcher.record(gradFn, result, new Tensor[] {self}, new Tensor[] {self, result}, c ->
                new Tensor[] {extremeGradient(c.grad(), c.saved(0), c.saved(1), mask, keepDim)});
    }

    /** Equal extremes share the gradient. */
    private static Tensor extremeGradient(Tensor g, Tensor x, Tensor result, boolean[] mask, boolean keepDim) {
        Tensor r = unsqueezed(result, mask, keepDim);
        Tensor hit = x.eq(r).logicalOr(x.isNan().logicalAnd(r.isNan())).to(g.dtype());
        Tensor count = hit.sum(maskedDims(mask), true);
        return unsqueezed(g, mask, keepDim).div(count).mul(hit).expand(x.shape().toArray());
    }

    /** Least and greatest value over one dimension, or all when null, with one node for both. */
    public static MinMax aminmax(Tensor self, @Nullable Integer dim, boolean keepDim) {
        int[] dims = dim == null ? new int[0] : new int[] {dim};
        if (dim == null && self.numel() == 0) {
            throw new IndexException(
                    "aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity.");
        }
        Tensor x = self.detach();
        Tensor min = amin(x, dims, keepDim);
        Tensor max = amax(x, dims, keepDim);
        boolean[] mask = Dims.mask(dims, self.dim());
        Tensor[] outs = {min, max};
        Dispatcher.recordAll("AminmaxBackward0", outs, new Tensor[] {self}, new Tensor[] {self, min, max}, c -> {
            Tensor sum = null;
            for (int i = 0; i < 2; i++) {
                if (c.hasGrad(i)) {
                    Tensor g = extremeGradient(c.grad(i), c.saved(0), c.saved(i + 1), mask, keepDim);
                    sum = sum == null ? g : sum.add(g);
                }
            }
            return new Tensor[] {sum};
        });
        return new MinMax(min, max);
    }

    static int[] maskedDims(boolean[] mask) {
        int[] dims = new int[mask.length];
        int n = 0;
        for (int d = 0; d < mask.length; d++) {
            if (mask[d]) {
                dims[n++] = d;
            }
        }
        return Arrays.copyOf(dims, n);
    }

    /** A value and its index along a dimension. */
    public record WithIndices(Tensor values, Tensor indices) {}

    /** Greatest (or least) value along a dimension with its index; the gradient goes to that element. */
    public static WithIndices extremeWithIndex(Tensor self, boolean largest, int dim, boolean keepDim) {
        String name = largest ? "max" : "min";
        int d = Dims.wrap(dim, self.dim());
        if (self.dim() > 0 && self.size(d) == 0) {
            throw new IndexException(name + "(): Expected reduction dim " + d + " to have non-zero size.");
        }
        Tensor[] both = withIndex(self, largest, d, true);
        boolean[] mask = flagged(d, self.dim());
        Tensor values = shaped(both[0], mask, keepDim);
        Tensor indices = shaped(both[1], mask, keepDim);
        recordSelected(largest ? "MaxBackward0" : "MinBackward0", self, d, keepDim, values, indices);
        return new WithIndices(values, indices);
    }

    /** Records an operation that picked one element along a dimension. */
    static void recordSelected(String gradFn, Tensor self, int d, boolean keepDim, Tensor values, Tensor indices) {
        long[] sizes = TensorAccess.shown(self).sizes();
        Dispatcher.recordAll(gradFn, new Tensor[] {values, indices}, new Tensor[] {self}, new Tensor[] {indices}, c -> {
            if (sizes.length == 0) {
                return new Tensor[] {c.grad()};
            }
            Tensor g = keepDim ? c.grad() : c.grad().unsqueeze(d);
            Tensor i = keepDim ? c.saved(0) : c.saved(0).unsqueeze(d);
            Tensor zeros = Tensors.zeros(new TensorOptions(g.dtype(), g.device()), sizes);
            return new Tensor[] {zeros.scatterAdd(d, i, g)};
        });
    }

    static boolean[] flagged(int d, int rank) {
        boolean[] mask = new boolean[rank];
        if (rank > 0) {
            mask[d] = true;
        }
        return mask;
    }

    private static Tensor[] withIndex(Tensor self, boolean largest, int d, boolean values) {
        Backend be = Dispatcher.backend(self);
        Buffer in = TensorAccess.storage(self).buffer();
        Layout layout = TensorAccess.layoutIn(self, in);
        if (layout.rank() == 0) {
            Tensor zero = Tensors.zeros(new TensorOptions(DType.INT64, self.device()));
            return new Tensor[] {CopyOps.rawClone(self), zero};
        }
        long[] sizes = layout.sizes().clone();
        sizes[d] = 1;
        Layout out = Layout.contiguous(sizes);
        Tensor v = values ? Dispatcher.allocate(be, self.dtype(), out) : null;
        Tensor i = Dispatcher.allocate(be, DType.INT64, out);
        be.reductions()
                .reduceWithIndex(
                        be.stream(),
                        largest,
                        self.dtype(),
                        v == null ? null : TensorAccess.storage(v).buffer(),
                        out,
                        TensorAccess.storage(i).buffer(),
                        out,
                        in,
                        layout,
                        d);
        Reference.reachabilityFence(self);
        return new Tensor[] {v == null ? i : v, i};
    }

    /** Index of the greatest (or least) element along a dimension, or of the flattened tensor when null. */
    public static Tensor argExtreme(Tensor self, boolean largest, @Nullable Integer dim, boolean keepDim) {
        String name = largest ? "argmax" : "argmin";
        if (self.dtype().isBool()) {
            throw new DTypeException(name + "(): does not support bool input");
        }
        if (dim == null) {
            if (self.numel() == 0) {
                throw new IndexException(
                        name + "(): Expected reduction dim to be specified for input.numel() == 0. Specify the"
                                + " reduction dim with the 'dim' argument.");
            }
            Tensor flat = self.detach().reshape(-1);
            Tensor index = withIndex(flat, largest, 0, false)[1];
            long[] ones = new long[keepDim ? self.dim() : 0];
            Arrays.fill(ones, 1);
            return index.reshape(ones);
        }
        int d = Dims.wrap(dim, self.dim());
        if (self.dim() > 0 && self.size(d) == 0) {
            throw new IndexException(name + "(): Expected reduction dim " + d + " to have non-zero size.");
        }
        return shaped(withIndex(self, largest, d, false)[1], flagged(d, self.dim()), keepDim);
    }

    /** Any or all elements not zero. */
    public static Tensor truth(Tensor self, ReduceKind kind, int[] dims, boolean keepDim) {
        boolean[] mask = Dims.mask(dims, self.dim());
        DType out = self.dtype() == DType.UINT8 ? DType.UINT8 : DType.BOOL;
        Tensor bool = shaped(reduce(kind, self, mask, DType.BOOL), mask, keepDim);
        return out == DType.BOOL ? bool : CastOps.convert(bool, out);
    }

    /** Number of elements that are not zero. */
    public static Tensor countNonzero(Tensor self, int[] dims) {
        boolean[] mask = Dims.mask(dims, self.dim());
        return shaped(reduce(ReduceKind.COUNT_NONZERO, self, mask, DType.INT64), mask, false);
    }

    /** Variance over dimensions, with {@code n - correction} as divisor. */
    public static Tensor var(Tensor self, int[] dims, double correction, boolean keepDim) {
        if (!self.dtype().isFloatingPoint()) {
            throw new DTypeException("std and var only support floating point and complex dtypes");
        }
        boolean[] mask = Dims.mask(dims, self.dim());
        Backend be = Dispatcher.backend(self);
        Buffer in = TensorAccess.storage(self).buffer();
        Layout layout = TensorAccess.layoutIn(self, in);
        long[] sizes = layout.sizes().clone();
        double count = 1;
        for (int d = 0; d < sizes.length; d++) {
            if (mask[d]) {
                count *= sizes[d];
                sizes[d] = 1;
            }
        }
        Layout outLayout = Layout.contiguous(sizes);
        Tensor out = Dispatcher.allocate(be, self.dtype(), outLayout);
        be.reductions()
                .varMean(
                        be.stream(),
                        self.dtype(),
                        TensorAccess.storage(out).buffer(),
                        null,
                        outLayout,
                        in,
                        layout,
                        correction);
        double divisor = count - correction;
        return Dispatcher.record(
                "VarBackward0", shaped(out, mask, keepDim), new Tensor[] {self}, new Tensor[] {self}, c -> {
                    Tensor x = c.saved(0);
                    Tensor centred = x.sub(x.mean(maskedDims(mask), true));
                    return new Tensor[] {
                        unsqueezed(c.grad(), mask, keepDim).mul(centred).mul(2 / divisor)
                    };
                });
    }

    /** Standard deviation over dimensions. */
    public static Tensor std(Tensor self, int[] dims, double correction, boolean keepDim) {
        Tensor result = Grad.noGrad(() -> var(self, dims, correction, keepDim).sqrt());
        boolean[] mask = Dims.mask(dims, self.dim());
        return Dispatcher.record("StdBackward0", result, new Tensor[] {self}, new Tensor[] {self, result}, c -> {
            Tensor x = c.saved(0);
            Tensor r = c.saved(1);
            Tensor centred = x.sub(x.mean(maskedDims(mask), true));
            double count = (double) x.numel() / Math.max(1, r.numel());
            Tensor g = c.grad().div(r.mul(count - correction)).maskedFill(r.eq(0), 0);
            return new Tensor[] {unsqueezed(g, mask, keepDim).mul(centred)};
        });
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
        Tensor result = shaped(reduce(ReduceKind.LOGSUMEXP, x, mask, x.dtype()), mask, keepDim);
        return Dispatcher.record("LogsumexpBackward0", result, new Tensor[] {x}, new Tensor[] {x, result}, c -> {
            Tensor r = unsqueezed(c.saved(1), mask, keepDim);
            return new Tensor[] {
                unsqueezed(c.grad(), mask, keepDim).mul(c.saved(0).sub(r).exp())
            };
        });
    }

    /** Sum without NaN. */
    public static Tensor nansum(Tensor self, int[] dims, boolean keepDim, @Nullable DType dtype) {
        DType out = dtype != null ? dtype : self.dtype().isFloatingPoint() ? self.dtype() : DType.INT64;
        boolean[] mask = Dims.mask(dims, self.dim());
        long[] sizes = TensorAccess.shown(self).sizes();
        Tensor result = shaped(reduce(ReduceKind.NANSUM, self, mask, out), mask, keepDim);
        return Dispatcher.record(
                "NansumBackward0", result, new Tensor[] {self}, new Tensor[] {self}, c -> new Tensor[] {
                    restore(c.grad(), mask, keepDim, sizes)
                            .mul(c.saved(0).isNan().logicalNot().to(c.grad().dtype()))
                });
    }
}
