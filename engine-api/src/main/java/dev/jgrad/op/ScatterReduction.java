package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.ScatterKind;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;

/** Scattered values combined with what is there: {@code torch.scatter_reduce}, {@code index_reduce}. */
public final class ScatterReduction {
    private ScatterReduction() {}

    private enum Kind {
        SUM,
        PROD,
        MEAN,
        AMAX,
        AMIN;

        static Kind of(String op, String name) {
            return switch (name) {
                case "sum" -> SUM;
                case "prod" -> PROD;
                case "mean" -> MEAN;
                case "amax" -> AMAX;
                case "amin" -> AMIN;
                default ->
                    throw new ArgumentException(
                            op + ": reduce argument must be either sum, prod, mean, amax or amin, got " + name + ".");
            };
        }

        ScatterKind kernel() {
            return switch (this) {
                case SUM, MEAN -> ScatterKind.ADD;
                case PROD -> ScatterKind.MUL;
                case AMAX -> ScatterKind.MAX;
                case AMIN -> ScatterKind.MIN;
            };
        }
    }

    /** Combines {@code src} into a copy at the indices; without {@code includeSelf} the old values there do not count. */
    public static Tensor scatterReduce(
            Tensor self, int dim, Tensor index, Tensor src, String reduce, boolean includeSelf) {
        Kind kind = Kind.of("scatter_reduce", reduce);
        int d = Dims.wrap(dim, self.dim());
        Tensor idx = IndexingOps.int64("scatter", index);
        IndexingOps.checkScatter(self, d, idx, src);
        return reduced("ScatterReduceBackward0", self, d, idx, src, kind, includeSelf);
    }

    /** The same for whole slices along a dimension. */
    public static Tensor indexReduce(
            Tensor self, int dim, Tensor index, Tensor source, String reduce, boolean includeSelf) {
        if (reduce.equals("sum")) {
            throw new ArgumentException(
                    "index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got sum.");
        }
        Kind kind = Kind.of("index_reduce()", reduce);
        int d = Dims.wrap(dim, self.dim());
        if (index.dim() > 1) {
            throw new ShapeException("index_reduce(): Index is supposed to be a vector, but got dim: " + index.dim());
        }
        if (source.dtype() != self.dtype()) {
            throw new DTypeException("index_reduce(): self and source expected to have the same dtype,"
                    + " but got (self) " + self.dtype().scalarTypeName() + " and (source) "
                    + source.dtype().scalarTypeName());
        }
        long count = source.dim() == 0 ? 1 : source.size(d);
        if (index.numel() != count || source.dim() != self.dim()) {
            throw new ShapeException("index_reduce(): Number of indices (" + index.numel()
                    + ") should be equal to source.size(dim) (" + count + ")");
        }
        for (int k = 0; k < self.dim(); k++) {
            if (k != d && source.size(k) != self.size(k)) {
                throw new ShapeException(
                        "index_reduce(): source tensor shape must match self tensor shape, excluding the"
                                + " specified dimension. Got self.shape = " + self.shape() + " source.shape = "
                                + source.shape());
            }
        }
        Tensor idx = IndexingOps.int64("index_reduce", index).reshape(-1);
        long[] column = new long[source.dim()];
        Arrays.fill(column, 1);
        if (column.length > 0) {
            column[d] = idx.numel();
        }
        Tensor wide = idx.reshape(column).expand(TensorAccess.shown(source).sizes());
        return reduced("IndexReduceBackward0", self, d, wide, source, kind, includeSelf);
    }

    private static Tensor reduced(
            String gradFn, Tensor self, int d, Tensor idx, Tensor src, Kind kind, boolean includeSelf) {
        Tensor out = Grad.noGrad(() -> value(self.detach(), d, idx, src.detach(), kind, includeSelf));
        return Dispatcher.record(
                gradFn,
                out,
                new Tensor[] {self, src},
                new Tensor[] {self, idx, src, out},
                c -> gradients(c, d, kind, includeSelf));
    }

    private static Tensor value(Tensor self, int d, Tensor idx, Tensor src, Kind kind, boolean includeSelf) {
        Tensor out = CopyOps.room(self, idx, src);
        if (idx.numel() == 0) {
            return out;
        }
        if (!includeSelf) {
            Tensor neutral = neutral(self, kind).expand(TensorAccess.shown(idx).sizes());
            IndexingOps.scatterInto(out, d, idx, neutral, ScatterKind.SET);
        }
        IndexingOps.scatterInto(out, d, idx, src, kind.kernel());
        if (kind != Kind.MEAN) {
            return out;
        }
        Tensor count = counts(self, d, idx, includeSelf);
        return self.dtype().isFloatingPoint() ? out.div(count) : out.div(count, "floor");
    }

    /** What a combination starts from. */
    private static Tensor neutral(Tensor like, Kind kind) {
        return switch (kind) {
            case SUM, MEAN -> Tensors.scalarLike(like, 0, 0);
            case PROD -> Tensors.scalarLike(like, 1, 1);
            case AMAX -> extreme(like, false);
            case AMIN -> extreme(like, true);
        };
    }

    private static Tensor extreme(Tensor like, boolean greatest) {
        if (like.dtype().isFloatingPoint()) {
            return Tensors.scalarLike(like, greatest ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
        }
        long bound = switch (like.dtype()) {
            case BOOL -> greatest ? 1 : 0;
            case UINT8 -> greatest ? 255 : 0;
            case INT8 -> greatest ? Byte.MAX_VALUE : Byte.MIN_VALUE;
            case INT16 -> greatest ? Short.MAX_VALUE : Short.MIN_VALUE;
            case INT32 -> greatest ? Integer.MAX_VALUE : Integer.MIN_VALUE;
            default -> greatest ? Long.MAX_VALUE : Long.MIN_VALUE;
        };
        return Tensors.scalarLike(like, bound, bound);
    }

    /** How many values each element of the result is the mean of, at least 1. */
    private static Tensor counts(Tensor self, int d, Tensor idx, boolean includeSelf) {
        TensorOptions o = new TensorOptions(self.dtype().isFloatingPoint() ? self.dtype() : DType.INT64, self.device());
        long[] sizes = TensorAccess.shown(self).sizes();
        Tensor count = includeSelf ? Tensors.ones(o, sizes) : Tensors.zeros(o, sizes);
        Tensor one = Tensors.ones(o, TensorAccess.shown(idx).sizes());
        return count.scatterAdd(d, idx, one).clampMin(1).to(self.dtype());
    }

    private static Tensor[] gradients(BackwardContext c, int d, Kind kind, boolean includeSelf) {
        Tensor g = c.grad();
        Tensor self = c.saved(0);
        Tensor idx = c.saved(1);
        Tensor src = c.saved(2);
        Tensor[] both = switch (kind) {
            case SUM -> new Tensor[] {g, g.gather(d, idx)};
            case MEAN -> {
                Tensor count = counts(self.detach(), d, idx, includeSelf);
                yield new Tensor[] {g.div(count), g.gather(d, idx).div(count.gather(d, idx))};
            }
            case PROD -> products(g, self, d, idx, src, c.saved(3), includeSelf);
            case AMAX, AMIN -> shares(g, self, d, idx, src, c.saved(3));
        };
        if (c.needs(0) && !includeSelf) {
            both[0] = both[0].scatter(d, idx, 0.0);
        }
        return new Tensor[] {c.needs(0) ? both[0] : null, c.needs(1) ? both[1] : null};
    }

    /** The other factors, exact where factors are zero. */
    private static Tensor[] products(
            Tensor g, Tensor self, int d, Tensor idx, Tensor src, Tensor result, boolean includeSelf) {
        Tensor nonzero = self.maskedFill(self.eq(0), 1);
        Tensor others = value(nonzero, d, idx, src, includeSelf, "ScatterReduceBackward0");
        Tensor gradSelf = g.mul(others).div(nonzero);
        Tensor zero = src.eq(0);
        Tensor zeros = self.detach()
                .zerosLike()
                .scatterAdd(d, idx, zero.to(self.dtype()))
                .gather(d, idx);
        Tensor single = zero.logicalAnd(zeros.eq(1));
        Tensor withoutZero = value(self, d, idx, src.maskedFill(single, 1), includeSelf, "ScatterReduceBackward0");
        Tensor gradSrc = Tensors.where(
                single,
                g.mul(withoutZero).gather(d, idx),
                g.mul(result).gather(d, idx).div(src.maskedFill(zero, 1)));
        return new Tensor[] {gradSelf, gradSrc};
    }

    private static Tensor value(Tensor self, int d, Tensor idx, Tensor src, boolean includeSelf, String gradFn) {
        return reduced(gradFn, self, d, idx, src, Kind.PROD, includeSelf);
    }

    /** Equal extremes share the gradient. */
    private static Tensor[] shares(Tensor g, Tensor self, int d, Tensor idx, Tensor src, Tensor result) {
        Tensor selfHit = self.eq(result).to(g.dtype());
        Tensor srcHit = src.eq(result.gather(d, idx)).to(g.dtype());
        Tensor each = g.div(selfHit.scatterAdd(d, idx, srcHit));
        return new Tensor[] {selfHit.mul(each), srcHit.mul(each.gather(d, idx))};
    }
}
