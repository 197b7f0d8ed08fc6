package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Device;
import dev.jgrad.data.Dims;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;

/** Parts by numbers in tensors, and repetitions. */
public final class Arrangement {
    private Arrangement() {}

    /** A range whose start is in a tensor. */
    public static Tensor narrow(Tensor self, int dim, Tensor start, long length) {
        if (start.dim() > 0 || !start.dtype().isIntegral()) {
            throw new ArgumentException("start must be an 0-dim integral Tensor.");
        }
        return self.narrow(dim, start.itemLong(), length);
    }

    /** Positions of a dimension several times. */
    public static Tensor repeatInterleave(Tensor self, long repeats, int dim) {
        int d = Dims.wrap(dim, self.dim());
        if (repeats < 0) {
            throw new ShapeException("repeats can not be negative");
        }
        if (self.dim() == 0) {
            return repeatInterleave(self.reshape(1), repeats, 0);
        }
        long[] sizes = TensorAccess.shown(self).sizes().clone();
        long[] wide = new long[sizes.length + 1];
        System.arraycopy(sizes, 0, wide, 0, d + 1);
        wide[d + 1] = repeats;
        System.arraycopy(sizes, d + 1, wide, d + 2, sizes.length - d - 1);
        sizes[d] *= repeats;
        return CopyOps.withLayout(self.unsqueeze(d + 1).expand(wide), Layout.contiguous(wide))
                .view(sizes);
    }

    /** Each position of a dimension as often as a tensor of numbers says. */
    public static Tensor repeatInterleave(Tensor self, Tensor repeats, int dim) {
        int d = Dims.wrap(dim, self.dim());
        if (repeats.dtype().isFloatingPoint()) {
            throw new DTypeException("repeats has to be Long or Int tensor");
        }
        long n = self.dim() == 0 ? 1 : self.size(d);
        if (repeats.dim() > 1) {
            throw new ShapeException("repeat_interleave only accept 1D vector as repeat");
        }
        if (repeats.numel() != 1 && repeats.numel() != n) {
            throw new ShapeException("repeats must have the same size as input along dim, but got repeats.size(0) = "
                    + repeats.numel() + " and input.size(" + dim + ") = " + n);
        }
        Tensor counts = repeats.detach().to(DType.INT64).cpu().expand(n);
        if (n > 0 && counts.min().itemLong() < 0) {
            throw new ArgumentException("repeats can not be negative");
        }
        if (counts.to(DType.FLOAT64).sum().item() > Integer.MAX_VALUE) {
            throw new ArgumentException("repeat_interleave: more than " + Integer.MAX_VALUE
                    + " elements along dimension " + dim + "; repeat smaller parts");
        }
        Tensor x = self.dim() == 0 ? self.reshape(1) : self;
        return x.indexSelect(d, owners(counts).to(self.device()));
    }

    /** The position of each count as often as it says: [2, 0, 1] gives [0, 0, 2]; both INT64 vectors on the CPU. */
    static Tensor owners(Tensor counts) {
        Tensor ends = counts.cumsum(0);
        long total = ends.numel() == 0 ? 0 : ends.get(-1).itemLong();
        TensorOptions options = new TensorOptions(DType.INT64, Device.CPU);
        return Searching.searchsorted(ends, Tensors.arange(options, 0, total, 1), true);
    }
}
