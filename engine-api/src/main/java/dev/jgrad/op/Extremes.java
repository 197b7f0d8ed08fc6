package dev.jgrad.op;

import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ReduceKind;
import dev.jgrad.tensor.MinMax;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Least and greatest elements along dimensions, and where they are. */
public final class Extremes {
    private Extremes() {}

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
        Tensor result = ReductionCalls.shaped(ReductionCalls.reduce(kind, self, mask, self.dtype()), mask, keepDim);
        return Dispatcher.record(gradFn, result, new Tensor[] {self}, new Tensor[] {self, result}, c ->
                new Tensor[] {extremeGradient(c.grad(), c.saved(0), c.saved(1), mask, keepDim)});
    }

    /** Equal extremes share the gradient. */
    private static Tensor extremeGradient(Tensor g, Tensor x, Tensor result, boolean[] mask, boolean keepDim) {
        Tensor r = ReductionCalls.unsqueezed(result, mask, keepDim);
        Tensor hit = x.eq(r).logicalOr(x.isNan().logicalAnd(r.isNan())).to(g.dtype());
        Tensor count = hit.sum(ReductionCalls.maskedDims(mask), true);
        return ReductionCalls.unsqueezed(g, mask, keepDim)
                .div(count)
                .mul(hit)
                .expand(x.shape().toArray());
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

    /** Greatest (or least) value along a dimension with its index; the gradient goes to that element. */
    public static WithIndices extremeWithIndex(Tensor self, boolean largest, int dim, boolean keepDim) {
        String name = largest ? "max" : "min";
        int d = Dims.wrap(dim, self.dim());
        if (self.dim() > 0 && self.size(d) == 0) {
            throw new IndexException(name + "(): Expected reduction dim " + d + " to have non-zero size.");
        }
        Tensor[] both = withIndex(self, largest, d, true);
        boolean[] mask = ReductionCalls.flagged(d, self.dim());
        Tensor values = ReductionCalls.shaped(both[0], mask, keepDim);
        Tensor indices = ReductionCalls.shaped(both[1], mask, keepDim);
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
        return ReductionCalls.shaped(
                withIndex(self, largest, d, false)[1], ReductionCalls.flagged(d, self.dim()), keepDim);
    }
}
