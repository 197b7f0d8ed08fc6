package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.Broadcasting;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Elements by flat position, by mask, and views written into copies. */
public final class Placing {
    private Placing() {}

    /** Elements of the flattened tensor at these positions. */
    public static Tensor take(Tensor self, Tensor index) {
        Tensor idx = flatPositions("take", self, index);
        long[] sizes = TensorAccess.shown(index).sizes();
        long[] from = TensorAccess.shown(self).sizes();
        Tensor out = Grad.noGrad(
                () -> self.detach().reshape(-1).indexSelect(0, idx).view(sizes).detach());
        return Dispatcher.record("TakeBackward0", out, new Tensor[] {self}, new Tensor[] {idx}, c -> new Tensor[] {
            Tensors.zeros(new TensorOptions(c.grad().dtype(), c.grad().device()), self0(from))
                    .indexAdd(0, c.saved(0), c.grad().reshape(-1))
                    .reshape(from)
        });
    }

    private static long[] self0(long[] sizes) {
        return new long[] {Dims.numel(sizes)};
    }

    private static Tensor flatPositions(String op, Tensor self, Tensor index) {
        if (index.dtype() != DType.INT64) {
            throw new DTypeException(op + "(): Expected a long tensor for index, but got "
                    + index.dtype().scalarTypeName());
        }
        long n = self.numel();
        if (n == 0 && index.numel() > 0) {
            throw new IndexException(op + "(): tried to take from an empty tensor");
        }
        for (long i : index.numel() == 0
                ? new long[0]
                : new long[] {
                    Batching.lower(index).min().itemLong(),
                    Batching.lower(index).max().itemLong()
                }) {
            if (i < -n || i >= n) {
                throw new IndexException(
                        "out of range: tried to access index " + i + " on a tensor of " + n + " elements.");
            }
        }
        return Grad.noGrad(() -> {
            Tensor flat = index.detach().reshape(-1);
            return Tensors.where(flat.lt(0), flat.add(n), flat).detach();
        });
    }

    /** A copy with elements of the flattened tensor replaced, or added to. */
    public static Tensor put(Tensor self, Tensor index, Tensor source, boolean accumulate) {
        if (source.dtype() != self.dtype()) {
            throw new DTypeException("put_(): self and source expected to have the same dtype, but got self.dtype = "
                    + self.dtype().scalarTypeName() + " and source.dtype = "
                    + source.dtype().scalarTypeName());
        }
        if (index.numel() != source.numel()) {
            throw new ShapeException("put_(): Expected source and index to have the same number of elements, but got"
                    + " source.numel() = " + source.numel() + ", index.numel() = " + index.numel());
        }
        Tensor idx = flatPositions("put", self, index);
        long[] sizes = TensorAccess.shown(self).sizes();
        long[] sourceSizes = TensorAccess.shown(source).sizes();
        Tensor out = Grad.noGrad(() -> {
            Tensor flat = CopyOps.room(self, idx, source).view(-1);
            Tensor values = source.detach().reshape(-1);
            Tensor written = accumulate ? flat.indexAdd_(0, idx, values) : flat.indexCopy_(0, idx, values);
            return written.view(sizes).detach();
        });
        return Dispatcher.record("PutBackward0", out, new Tensor[] {self, source}, new Tensor[] {idx}, c -> {
            Tensor g = c.grad();
            Tensor first =
                    accumulate ? g : g.reshape(-1).indexFill(0, c.saved(0), 0).reshape(sizes);
            Tensor second =
                    c.needs(1) ? g.reshape(-1).indexSelect(0, c.saved(0)).reshape(sourceSizes) : null;
            return new Tensor[] {c.needs(0) ? first : null, second};
        });
    }

    /** A copy with the masked elements replaced by the first elements of the source, in order. */
    public static Tensor maskedScatter(Tensor self, Tensor mask, Tensor source) {
        if (source.dtype() != self.dtype()) {
            throw new DTypeException("masked_scatter: expected self and source to have same dtypes but got "
                    + self.dtype().scalarTypeName() + " and " + source.dtype().scalarTypeName());
        }
        if (!mask.dtype().isBool()) {
            throw new DTypeException("masked_scatter_ only supports boolean masks, but got mask with dtype "
                    + mask.dtype().label());
        }
        if (Batching.anyBatched(self, mask, source)) {
            return Batching.loopOne("masked_scatter", x -> maskedScatter(x[0], x[1], x[2]), self, mask, source);
        }
        Tensor[] both = Tensors.broadcastTensors(self.detach(), mask);
        Tensor wide = both[1];
        long[] sizes = TensorAccess.shown(both[0]).sizes();
        long count = wide.sum().itemLong();
        if (count > source.numel()) {
            throw new ShapeException("masked_scatter: expected the source to have at least as many elements as the mask"
                    + " has ones, but got " + source.numel() + " elements and " + count + " ones");
        }
        Tensor out = Grad.noGrad(() -> {
            Tensor flat = CopyOps.rawClone(CopyOps.contiguous(both[0])).view(-1);
            Tensor at = wide.reshape(-1).nonzero().reshape(-1);
            flat.indexCopy_(0, at, source.detach().reshape(-1).narrow(0, 0, count));
            return flat.view(sizes).detach();
        });
        long[] sourceSizes = TensorAccess.shown(source).sizes();
        return Dispatcher.record("MaskedScatterBackward0", out, new Tensor[] {self, source}, new Tensor[] {wide}, c -> {
            Tensor second = null;
            if (c.needs(1)) {
                Tensor picked = c.grad().maskedSelect(c.saved(0));
                long missing = Dims.numel(sourceSizes) - picked.numel();
                second = Padding.constant(picked, new long[] {0, missing}, 0).reshape(sourceSizes);
            }
            return new Tensor[] {c.needs(0) ? c.grad().maskedFill(c.saved(0), 0) : null, second};
        });
    }

    /** A copy with a view of it replaced. */
    public static Tensor viewScatter(String gradFn, Tensor self, Tensor src, UnaryOperator<Tensor> view) {
        Tensor out = CopyOps.room(self, src);
        Grad.noGrad(() -> {
            Tensor part = view.apply(out);
            if (!part.shape().equals(src.shape())) {
                throw new ShapeException("expected src to have a size equal to the slice of self. src size = "
                        + Arrays.toString(TensorAccess.shown(src).sizes()) + ", slice size = "
                        + Arrays.toString(TensorAccess.shown(part).sizes()));
            }
            part.copy_(src.detach());
        });
        Tensor fresh = out.detach();
        return Dispatcher.record(gradFn, fresh, new Tensor[] {self, src}, new Tensor[0], c -> {
            Tensor g = c.grad();
            Tensor rest = null;
            if (c.needs(0)) {
                Tensor zeros = view.apply(g.detach()).zerosLike();
                rest = viewScatter(gradFn, g, zeros, view);
            }
            return new Tensor[] {rest, c.needs(1) ? view.apply(g) : null};
        });
    }

    /** Elements along a dimension at positions that broadcast against the rest. */
    public static Tensor takeAlongDim(Tensor self, Tensor indices, @Nullable Integer dim) {
        if (indices.dtype() != DType.INT64) {
            throw new DTypeException("torch.take_along_dim(): dtype of indices should be Long but got "
                    + indices.dtype().scalarTypeName());
        }
        if (dim == null) {
            return self.reshape(-1).gather(0, indices.reshape(-1));
        }
        if (self.dim() != indices.dim()) {
            throw new ShapeException("torch.take_along_dim(): input and indices should have the same number of"
                    + " dimensions, but got " + self.dim() + " dimensions for input, and " + indices.dim()
                    + " dimensions for indices");
        }
        int d = Dims.wrap(dim, self.dim());
        long[] own = TensorAccess.shown(self).sizes().clone();
        long[] other = TensorAccess.shown(indices).sizes().clone();
        if (own.length == 0) {
            return self.gather(0, indices);
        }
        long along = own[d];
        long count = other[d];
        own[d] = 1;
        other[d] = 1;
        long[] both = Broadcasting.sizes(own, other);
        both[d] = along;
        Tensor x = self.expand(both);
        both[d] = count;
        // Negative positions count from the end, as NumPy's do.
        Tensor positions = Tensors.where(indices.lt(0), indices.add(along), indices);
        return x.gather(d, positions.expand(both));
    }

    /** Masks among index tensors as positions. */
    public static List<@Nullable Tensor> positions(Tensor self, List<? extends @Nullable Tensor> indices) {
        List<@Nullable Tensor> plain = new ArrayList<>();
        for (Tensor t : indices) {
            if (t == null) {
                plain.add(null);
            } else if (t.dtype().isBool() || t.dtype() == DType.UINT8) {
                plain.addAll(AdvancedIndexing.expandMask(t, self, plain.size()));
            } else if (t.dtype().isFloatingPoint()) {
                throw new IndexException("tensors used as indices must be long, int, byte or bool tensors");
            } else {
                plain.add(t);
            }
        }
        if (plain.size() > self.dim()) {
            throw new IndexException(
                    "too many indices for tensor of dimension " + self.dim() + " (got " + plain.size() + ")");
        }
        return plain;
    }
}
