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
import dev.jgrad.spi.ScatterKind;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.lang.ref.Reference;
import java.util.Arrays;

/** Reading and writing at positions given by tensors. */
public final class IndexingOps {
    private IndexingOps() {}

    static Tensor int64(String op, Tensor index) {
        if (index.dtype() != DType.INT64 && index.dtype() != DType.INT32) {
            throw new DTypeException(op + "(): Expected dtype int64 for index, but got " + index.dtype());
        }
        return CastOps.convert(index, DType.INT64);
    }

    // ---- gather and scatter ----------------------------------------------------------------------------------

    /** {@code out[i][j] = self[i][index[i][j]]} for dim 1. */
    public static Tensor gather(Tensor self, int dim, Tensor index) {
        Dims.wrap(dim, self.dim());
        if (index.numel() == 0) {
            return gatherNothing(self, index);
        }
        Tensor idx = int64("gather", index);
        int d = Dims.wrap(dim, self.dim());
        if (Math.max(1, self.dim()) != Math.max(1, idx.dim())) {
            throw new ShapeException("Index tensor must have the same number of dimensions as input tensor");
        }
        for (int k = 0; k < Math.min(self.dim(), idx.dim()); k++) {
            if (k != d && idx.size(k) > self.size(k)) {
                throw new ShapeException("Size does not match at dimension " + k + " expected index " + idx.shape()
                        + " to be no larger than self " + self.shape() + " apart from dimension " + d);
            }
        }
        Backend be = Dispatcher.backend("gather", self, idx);
        Layout ol = Layout.contiguous(TensorAccess.shown(idx).sizes());
        Tensor out = Dispatcher.allocate(be, self.dtype(), ol);
        Layout sl = atLeast1d(TensorAccess.plainLayout(self));
        Layout il = atLeast1d(TensorAccess.plainLayout(idx));
        be.indexing()
                .gather(
                        be.stream(),
                        self.dtype(),
                        TensorAccess.storage(out).buffer(),
                        atLeast1d(ol),
                        TensorAccess.storage(self).buffer(),
                        sl,
                        d,
                        TensorAccess.storage(idx).buffer(),
                        il);
        Reference.reachabilityFence(self);
        Reference.reachabilityFence(idx);
        long[] sizes = TensorAccess.shown(self).sizes();
        return Dispatcher.record("GatherBackward0", out, new Tensor[] {self}, new Tensor[] {idx}, c -> new Tensor[] {
            Tensors.zeros(new TensorOptions(c.grad().dtype(), c.grad().device()), sizes)
                    .scatterAdd(d, c.saved(0), c.grad())
        });
    }

    /** An index without elements may have any dtype and shape: PyTorch does not look at them. */
    private static Tensor gatherNothing(Tensor self, Tensor index) {
        Layout none = Layout.contiguous(TensorAccess.shown(index).sizes());
        Tensor out = Dispatcher.allocate(Dispatcher.backend("gather", self, index), self.dtype(), none);
        return Dispatcher.record("GatherBackward0", out, new Tensor[] {self}, new Tensor[] {self}, c ->
                new Tensor[] {c.saved(0).zerosLike()});
    }

    private static Layout atLeast1d(Layout l) {
        return l.rank() == 0 ? l.unsqueeze(0) : l;
    }

    /** Writes {@code source} at the indices of a copy. */
    public static Tensor scatter(Tensor self, int dim, Tensor index, Tensor source, ScatterKind kind, String gradFn) {
        if (kind == ScatterKind.ADD && Autocasting.applies("scatter_add", self)) {
            return Autocasting.run(
                    "scatter_add", in -> scatter(in[0], dim, in[1], in[2], kind, gradFn), self, index, source);
        }
        Tensor idx = int64("scatter", index);
        int d = Dims.wrap(dim, self.dim());
        checkScatter(self, d, idx, source);
        Tensor out = CopyOps.room(self, idx, source);
        scatterInto(out, d, idx, source, kind);
        return Dispatcher.record(
                gradFn,
                out,
                new Tensor[] {self, source},
                new Tensor[] {idx, self, source, out},
                c -> scatterGradients(c, d, kind));
    }

    private static Tensor[] scatterGradients(BackwardContext c, int d, ScatterKind kind) {
        Tensor g = c.grad();
        Tensor idx = c.saved(0);
        return switch (kind) {
            case SET ->
                new Tensor[] {c.needs(0) ? scatterNumber(g, d, idx, 0, 0) : null, c.needs(1) ? g.gather(d, idx) : null};
            case ADD -> new Tensor[] {c.needs(0) ? g : null, c.needs(1) ? g.gather(d, idx) : null};
            case MUL, MAX, MIN ->
                throw new ArgumentException("scatter with this reduction is not differentiable: use scatterReduce");
        };
    }

    static void checkScatter(Tensor self, int d, Tensor idx, Tensor source) {
        if (source.dtype() != self.dtype()) {
            throw new DTypeException("scatter(): Expected self.dtype to be equal to src.dtype; got " + self.dtype()
                    + " and " + source.dtype());
        }
        if (idx.numel() == 0) {
            return;
        }
        if (Math.max(1, self.dim()) != Math.max(1, idx.dim()) || Math.max(1, source.dim()) != Math.max(1, idx.dim())) {
            throw new ShapeException("Index tensor must have the same number of dimensions as self and src tensor; got"
                    + " index " + idx.shape() + ", self " + self.shape() + ", src " + source.shape());
        }
        for (int k = 0; k < idx.dim(); k++) {
            long own = self.dim() == 0 ? 1 : self.size(k);
            long src = source.dim() == 0 ? 1 : source.size(k);
            if ((k != d && idx.size(k) > own) || idx.size(k) > src) {
                throw new ShapeException("Expected index " + idx.shape() + " to be no larger than self " + self.shape()
                        + " apart from dimension " + d + " and to be no larger size than src " + source.shape());
            }
        }
    }

    /** The kernel on a tensor nobody else sees, or in place. */
    static void scatterInto(Tensor out, int d, Tensor idx, Tensor source, ScatterKind kind) {
        if (idx.numel() == 0) {
            return;
        }
        Backend be = Dispatcher.backend("scatter", out, idx, source);
        Layout il = atLeast1d(TensorAccess.plainLayout(idx));
        Layout sl = atLeast1d(TensorAccess.plainLayout(source));
        Layout outLayout = atLeast1d(TensorAccess.plainLayout(out));
        for (int k = 0; k < il.rank(); k++) {
            sl = sl.slice(k, 0, il.size(k), 1);
        }
        be.indexing()
                .scatter(
                        be.stream(),
                        kind,
                        out.dtype(),
                        TensorAccess.storage(out).buffer(),
                        outLayout,
                        d,
                        TensorAccess.storage(idx).buffer(),
                        il,
                        TensorAccess.storage(source).buffer(),
                        sl);
        Reference.reachabilityFence(source);
        Reference.reachabilityFence(idx);
    }

    /** Writes a number at the indices of a copy. */
    public static Tensor scatterNumber(Tensor self, int dim, Tensor index, double value, long integer) {
        Tensor idx = int64("scatter", index);
        int d = Dims.wrap(dim, self.dim());
        Tensor source = Tensors.scalarLike(self, value, integer)
                .expand(TensorAccess.shown(idx).sizes());
        checkScatter(self, d, idx, source);
        Tensor out = CopyOps.room(self, idx);
        scatterInto(out, d, idx, source, ScatterKind.SET);
        return Dispatcher.record("ScatterBackward1", out, new Tensor[] {self}, new Tensor[] {idx}, c ->
                new Tensor[] {scatterNumber(c.grad(), d, c.saved(0), 0, 0)});
    }

    // ---- whole rows ------------------------------------------------------------------------------------------

    /** Rows of a dimension by number. */
    public static Tensor indexSelect(Tensor self, int dim, Tensor index) {
        int d = Dims.wrap(dim, self.dim());
        if (index.dim() > 1) {
            throw new ShapeException("index_select(): Index is supposed to be a vector, got " + index.shape());
        }
        Tensor idx = int64("index_select", index);
        Backend be = Dispatcher.backend("index_select", self, idx);
        Layout sl = TensorAccess.plainLayout(self);
        Layout il = atLeast1d(TensorAccess.plainLayout(idx));
        long[] sizes = sl.sizes().clone();
        long count = idx.numel();
        if (sizes.length > 0) {
            sizes[d] = count;
        } else if (count != 1) {
            throw new ShapeException(
                    "index_select(): Index to scalar can have only 1 value, got " + count + " value(s)");
        }
        Layout ol = Layout.contiguous(sizes);
        Tensor out = Dispatcher.allocate(be, self.dtype(), ol);
        be.indexing()
                .indexSelect(
                        be.stream(),
                        self.dtype(),
                        TensorAccess.storage(out).buffer(),
                        atLeast1d(ol),
                        TensorAccess.storage(self).buffer(),
                        atLeast1d(sl),
                        d,
                        TensorAccess.storage(idx).buffer(),
                        il);
        Reference.reachabilityFence(self);
        Reference.reachabilityFence(idx);
        long[] from = sl.sizes();
        return Dispatcher.record(
                "IndexSelectBackward0", out, new Tensor[] {self}, new Tensor[] {idx}, c -> new Tensor[] {
                    Tensors.zeros(new TensorOptions(c.grad().dtype(), c.grad().device()), from)
                            .indexAdd(d, c.saved(0), c.grad())
                });
    }

    /** Adds rows to a copy: {@code torch.index_add}. */
    public static Tensor indexAdd(Tensor self, int dim, Tensor index, Tensor source, double alpha) {
        int d = Dims.wrap(dim, self.dim());
        Tensor idx = int64("index_add", index);
        checkRows("index_add", self, d, idx, source);
        Tensor out = CopyOps.room(self, idx, source);
        Tensor rows = alpha == 1 ? source : Grad.noGrad(() -> MatmulOps.scaled(source.detach(), alpha));
        rowsInto(out, d, idx, rows, ScatterKind.ADD);
        return Dispatcher.record(
                "IndexAddBackward0", out, new Tensor[] {self, source}, new Tensor[] {idx}, c -> new Tensor[] {
                    c.grad(), c.needs(1) ? MatmulOps.scaled(c.grad().indexSelect(d, c.saved(0)), alpha) : null
                });
    }

    /** Replaces rows of a copy: {@code torch.index_copy}. */
    public static Tensor indexCopy(Tensor self, int dim, Tensor index, Tensor source) {
        if (Autocasting.applies("index_copy", self)) {
            return Autocasting.run("index_copy", in -> indexCopy(in[0], dim, in[1], in[2]), self, index, source);
        }
        int d = Dims.wrap(dim, self.dim());
        Tensor idx = int64("index_copy", index);
        checkRows("index_copy", self, d, idx, source);
        Tensor out = CopyOps.room(self, idx, source);
        rowsInto(out, d, idx, source, ScatterKind.SET);
        return Dispatcher.record(
                "IndexCopyBackward0", out, new Tensor[] {self, source}, new Tensor[] {idx}, c -> new Tensor[] {
                    c.needs(0) ? c.grad().indexFill(d, c.saved(0), 0) : null,
                    c.needs(1) ? c.grad().indexSelect(d, c.saved(0)) : null
                });
    }

    /** Sets rows of a copy to a number: {@code torch.index_fill}. */
    public static Tensor indexFill(Tensor self, int dim, Tensor index, double value, long integer) {
        int d = Dims.wrap(dim, self.dim());
        Tensor idx = int64("index_fill", index);
        if (idx.dim() > 1) {
            throw new IndexException("index_fill(): Index has to be a vector/scalar, but got dim: " + idx.dim());
        }
        Tensor out = CopyOps.room(self, idx);
        long[] sizes =
                self.dim() == 0 ? new long[1] : TensorAccess.shown(self).sizes().clone();
        sizes[d] = idx.numel();
        rowsInto(out, d, idx, Tensors.scalarLike(self, value, integer).expand(sizes), ScatterKind.SET);
        return Dispatcher.record("IndexFillBackward0", out, new Tensor[] {self}, new Tensor[] {idx}, c ->
                new Tensor[] {c.grad().indexFill(d, c.saved(0), 0)});
    }

    private static void checkRows(String op, Tensor self, int d, Tensor idx, Tensor source) {
        if (idx.dim() > 1) {
            throw new IndexException(op + "(): Index is supposed to be a vector, but got dim: " + idx.dim());
        }
        if (self.dtype() != source.dtype()) {
            throw new DTypeException(op + "(): self (" + self.dtype().scalarTypeName() + ") and source ("
                    + source.dtype().scalarTypeName() + ") must have the same scalar type");
        }
        if (source.dim() == 0 && idx.numel() != 1) {
            throw new IndexException(
                    op + "(): When source is scalar, index should have one element (got " + idx.numel() + ")");
        }
        long[] expected = TensorAccess.shown(self).sizes().clone();
        if (expected.length > 0) {
            expected[d] = idx.numel();
        }
        if (!Arrays.equals(expected, TensorAccess.shown(source).sizes())
                && !(expected.length == 0 && source.numel() == 1)) {
            throw new ShapeException(op + "(): source of shape " + source.shape() + " does not fit index of "
                    + idx.numel() + " elements along dim " + d + " of " + self.shape());
        }
    }

    private static void rowsInto(Tensor out, int d, Tensor idx, Tensor source, ScatterKind kind) {
        Backend be = Dispatcher.backend("index", out, idx, source);
        // Layouts first: bringing data to row-major order replaces the buffer.
        Layout outLayout = atLeast1d(TensorAccess.plainLayout(out));
        Layout indexLayout = atLeast1d(TensorAccess.plainLayout(idx));
        Layout sourceLayout = atLeast1d(TensorAccess.plainLayout(source));
        be.indexing()
                .indexScatter(
                        be.stream(),
                        kind,
                        out.dtype(),
                        TensorAccess.storage(out).buffer(),
                        outLayout,
                        d,
                        TensorAccess.storage(idx).buffer(),
                        indexLayout,
                        TensorAccess.storage(source).buffer(),
                        sourceLayout);
        Reference.reachabilityFence(source);
        Reference.reachabilityFence(idx);
    }

    // ---- truth -----------------------------------------------------------------------------------------------

    /** The index tuples of elements that are not zero, [n, rank]. */
    public static Tensor nonzero(Tensor self) {
        Backend be = Dispatcher.backend(self);
        Layout l = TensorAccess.plainLayout(self);
        Buffer in = TensorAccess.storage(self).buffer();
        long n = be.indexing().countNonzero(be.stream(), self.dtype(), in, l);
        Layout ol = Layout.contiguous(n, l.rank());
        Tensor out = Dispatcher.allocate(be, DType.INT64, ol);
        if (l.rank() > 0) {
            be.indexing()
                    .nonzero(
                            be.stream(), self.dtype(), TensorAccess.storage(out).buffer(), ol, in, l);
        }
        Reference.reachabilityFence(self);
        return out;
    }

    /** The elements where the mask is true, as a vector. */
    public static Tensor maskedSelect(Tensor self, Tensor mask) {
        if (!mask.dtype().isBool()) {
            throw new DTypeException("masked_select: expected BoolTensor for mask");
        }
        long[] sizes = Broadcasting.sizes(
                TensorAccess.shown(self).sizes(), TensorAccess.shown(mask).sizes());
        Tensor x = ViewOps.wide(self, sizes);
        Tensor m = ViewOps.wide(mask, sizes);
        Tensor positions = nonzero(m.reshape(-1)).reshape(-1);
        Tensor flat = x.detach().reshape(-1);
        Tensor out = indexSelect(flat, 0, positions);
        return Dispatcher.record(
                "MaskedSelectBackward0", out, new Tensor[] {x}, new Tensor[] {positions}, c -> new Tensor[] {
                    Tensors.zeros(new TensorOptions(c.grad().dtype(), c.grad().device()), Dims.numel(sizes))
                            .indexAdd(0, c.saved(0), c.grad())
                            .reshape(sizes)
                });
    }
}
