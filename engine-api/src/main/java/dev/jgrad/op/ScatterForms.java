package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.ScatterKind;
import dev.jgrad.tensor.Tensor;

/** Scatter that combines with what is there, and rows filled from a tensor. */
public final class ScatterForms {
    private ScatterForms() {}

    /** PyTorch's older form of scatter_reduce, without a gradient there as well. */
    public static Tensor combined(Tensor self, int dim, Tensor index, Tensor source, String reduce) {
        ScatterKind kind = switch (reduce) {
            case "add" -> ScatterKind.ADD;
            case "multiply" -> ScatterKind.MUL;
            default -> throw new ArgumentException("reduce argument must be either add or multiply.");
        };
        Tensor idx = IndexingOps.int64("scatter", index);
        int d = Dims.wrap(dim, self.dim());
        IndexingOps.checkScatter(self, d, idx, source);
        Tensor out = CopyOps.room(self, idx, source);
        IndexingOps.scatterInto(out, d, idx, source, kind);
        return Dispatcher.record("NotImplemented", out, new Tensor[] {self, source}, new Tensor[0], c -> {
            throw new ArgumentException(
                    "the derivative for 'scatter' with a reduction is not implemented: use" + " scatterReduce");
        });
    }

    /** Rows set to a value that may need a gradient. */
    public static Tensor indexFill(Tensor self, int dim, Tensor index, Tensor value) {
        if (value.dim() > 0) {
            throw new ShapeException("index_fill_ only supports a 0-dimensional value tensor, but got tensor with "
                    + value.dim() + " dimension(s).");
        }
        int d = Dims.wrap(dim, self.dim());
        Tensor idx = IndexingOps.int64("index_fill", index);
        Tensor out = Grad.noGrad(() -> {
            long[] sizes = TensorAccess.shown(self).sizes().clone();
            if (sizes.length > 0) {
                sizes[d] = idx.numel();
            }
            Tensor rows = CastOps.convert(value.detach(), self.dtype()).expand(sizes);
            return self.detach().indexCopy(d, idx, rows);
        });
        return Dispatcher.record("IndexFillBackward1", out, new Tensor[] {self, value}, new Tensor[] {idx}, c -> {
            Tensor i = c.saved(0);
            return new Tensor[] {
                c.needs(0) ? c.grad().indexFill(d, i, 0) : null,
                // Each row once, however often it is named.
                c.needs(1)
                        ? c.grad().zerosLike().indexFill(d, i, 1).mul(c.grad()).sum()
                        : null
            };
        });
    }
}
