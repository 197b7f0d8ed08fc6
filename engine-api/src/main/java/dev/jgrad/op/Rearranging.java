package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.Promotion;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rotations, diagonals, tiles and splits. */
public final class Rearranging {
    /** More pieces than elements are empty tensors, which PyTorch makes as long as there is memory. */
    private static final long MOST_EMPTY = 1 << 16;

    private Rearranging() {}

    /** Turns a plane by k quarter turns, from the first of two dimensions towards the second. */
    public static Tensor rot90(Tensor self, int k, int... dims) {
        if (dims.length != 2) {
            throw new ArgumentException("expected total rotation dims == 2, but got dims = " + dims.length);
        }
        if (self.dim() < 2) {
            throw new ShapeException("expected total dims >= 2, but got total dims = " + self.dim());
        }
        int a = Dims.wrap(dims[0], self.dim());
        int b = Dims.wrap(dims[1], self.dim());
        if (a == b) {
            throw new ArgumentException(
                    "expected rotation dims to be different, but got dim0 = " + dims[0] + " and dim1 = " + dims[1]);
        }
        int turns = Math.floorMod(k, 4);
        Tensor out = Grad.noGrad(() -> {
            Tensor x = self.detach();
            return switch (turns) {
                case 1 -> x.flip(b).transpose(a, b).contiguous();
                case 2 -> x.flip(a, b);
                case 3 -> x.flip(a).transpose(a, b).contiguous();
                default -> CopyOps.rawClone(CopyOps.contiguous(x));
            };
        });
        return Dispatcher.record("Rot90Backward0", fresh(out), new Tensor[] {self}, new Tensor[0], c ->
                new Tensor[] {rot90(c.grad(), -turns, a, b)});
    }

    /** Forgets that a value was made as a view while recording was off. */
    private static Tensor fresh(Tensor t) {
        return t.detach();
    }

    /** The diagonal of a matrix, or the matrix with a vector as its diagonal. */
    public static Tensor diag(Tensor self, long diagonal) {
        if (self.dim() == 1) {
            return diagEmbed(self, diagonal, 0, 1);
        }
        if (self.dim() != 2) {
            throw new ShapeException("diag(): Supports 1D or 2D tensors. Got " + self.dim() + "D");
        }
        return ViewCopies.copy("DiagonalBackward0_copy", self, x -> x.diagonal(diagonal, 0, 1));
    }

    /** Vectors of the last dimension as diagonals of matrices, which take the dimensions named. */
    public static Tensor diagEmbed(Tensor self, long offset, int dim1, int dim2) {
        int rank = self.dim() + 1;
        int a = Dims.wrap(dim1, rank);
        int b = Dims.wrap(dim2, rank);
        if (self.dim() == 0) {
            throw new ShapeException("diag_embed(): expected a tensor of at least 1 dimension");
        }
        if (a == b) {
            throw new ArgumentException("diagonal dimensions cannot be identical " + dim1 + ", " + dim2);
        }
        long n = self.size(-1) + Math.abs(offset);
        long[] sizes = new long[rank];
        for (int d = 0, from = 0; d < rank; d++) {
            sizes[d] = d == a || d == b ? n : self.size(from++);
        }
        Tensor out = Tensors.zeros(new TensorOptions(self.dtype(), self.device()), sizes);
        Grad.noGrad(() -> {
            out.diagonal(offset, a, b).copy_(self.detach());
        });
        return Dispatcher.record("DiagEmbedBackward0", out, new Tensor[] {self}, new Tensor[0], c ->
                new Tensor[] {c.grad().diagonal(offset, a, b)});
    }

    /** The sum of the diagonal of a matrix. */
    public static Tensor trace(Tensor self) {
        if (Autocasting.applies("trace", self)) {
            return Autocasting.run("trace", in -> trace(in[0]), self);
        }
        if (self.dim() != 2) {
            throw new ShapeException("trace: expected a matrix, but got tensor with dim " + self.dim());
        }
        if (self.dtype().isBool()) {
            throw new DTypeException("\"trace\" not implemented for 'Bool'");
        }
        Tensor out = Grad.noGrad(() -> self.detach().diagonal().sum());
        long[] sizes = TensorAccess.shown(self).sizes();
        return Dispatcher.record("TraceBackward0", out, new Tensor[] {self}, new Tensor[0], c ->
                new Tensor[] {diagEmbedded(c.grad(), sizes)});
    }

    private static Tensor diagEmbedded(Tensor g, long[] sizes) {
        Tensor eye = Tensors.eye(new TensorOptions(g.dtype(), g.device()), sizes[0], sizes[1]);
        return eye.mul(g);
    }

    /** Copies side by side, as numpy's tile. */
    public static Tensor tile(Tensor self, long... repeats) {
        int missing = self.dim() - repeats.length;
        if (missing <= 0) {
            return self.repeat(repeats);
        }
        long[] all = new long[self.dim()];
        Arrays.fill(all, 1);
        System.arraycopy(repeats, 0, all, missing, repeats.length);
        return self.repeat(all);
    }

    /** So many pieces, the first ones larger by one where it does not come out even. */
    public static List<Tensor> tensorSplit(Tensor self, long sections, int dim) {
        if (self.dim() == 0) {
            throw new ShapeException(
                    "tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims");
        }
        int d = Dims.wrap(dim, self.dim());
        if (sections <= 0) {
            throw new ArgumentException("number of sections must be larger than 0, got " + sections);
        }
        long n = self.size(d);
        if (sections > Math.max(n, MOST_EMPTY)) {
            throw new ArgumentException("number of sections must be at most the size " + n + " of dimension " + d
                    + ", or some empty ones more, got " + sections);
        }
        List<Tensor> parts = new ArrayList<>();
        long at = 0;
        for (long i = 0; i < sections; i++) {
            long length = n / sections + (i < n % sections ? 1 : 0);
            parts.add(self.slice(d, at, at + length, 1));
            at += length;
        }
        return parts;
    }

    /** Pieces that end at the positions given, and the rest. */
    public static List<Tensor> tensorSplit(Tensor self, long[] indices, int dim) {
        if (self.dim() == 0) {
            throw new ShapeException(
                    "tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims");
        }
        int d = Dims.wrap(dim, self.dim());
        List<Tensor> parts = new ArrayList<>();
        long start = 0;
        for (long end : indices) {
            parts.add(self.slice(d, start, end, 1));
            start = end;
        }
        parts.add(self.slice(d, start, Long.MAX_VALUE, 1));
        return parts;
    }

    /** Positions given by a tensor, or their number by a tensor without dimensions. */
    public static List<Tensor> tensorSplit(Tensor self, Tensor indicesOrSections, int dim) {
        if (indicesOrSections.dtype() != DType.INT64) {
            throw new DTypeException("tensor_split expected tensor_indices_or_sections to have dtype of"
                    + " long, but got " + indicesOrSections.dtype().scalarTypeName());
        }
        if (indicesOrSections.dim() > 1) {
            throw new ShapeException("tensor_split expected tensor_indices_or_sections to be a zero-dimensional or"
                    + " one-dimensional tensor, but got a tensor with " + indicesOrSections.dim() + " dims");
        }
        return indicesOrSections.dim() == 0
                ? tensorSplit(self, indicesOrSections.itemLong(), dim)
                : tensorSplit(self, indicesOrSections.toLongArray(), dim);
    }

    /** Matrices along the diagonal of a larger one; vectors count as rows. */
    public static Tensor blockDiag(Tensor... tensors) {
        if (tensors.length == 0) {
            return Tensors.zeros(1, 0);
        }
        DType dtype = tensors[0].dtype();
        long rows = 0;
        long columns = 0;
        long[][] sizes = new long[tensors.length][];
        for (int i = 0; i < tensors.length; i++) {
            Tensor t = tensors[i];
            if (t.dim() > 2) {
                throw new ShapeException("torch.block_diag: Input tensors must have 2 or fewer dimensions. Input " + i
                        + " has " + t.dim() + " dimensions");
            }
            sizes[i] = new long[] {t.dim() < 2 ? 1 : t.size(0), t.dim() == 0 ? 1 : t.size(-1)};
            rows += sizes[i][0];
            columns += sizes[i][1];
            dtype = Promotion.promote(dtype, t.dtype());
        }
        Tensor out = Tensors.zeros(
                new TensorOptions(
                        dtype, Dispatcher.backend("block_diag", tensors).device()),
                rows,
                columns);
        Grad.noGrad(() -> {
            long r = 0;
            long k = 0;
            for (int i = 0; i < tensors.length; i++) {
                Tensor part = tensors[i].detach().reshape(sizes[i]);
                out.narrow(0, r, sizes[i][0]).narrow(1, k, sizes[i][1]).copy_(part);
                r += sizes[i][0];
                k += sizes[i][1];
            }
        });
        long[][] shapes = new long[tensors.length][];
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = TensorAccess.shown(tensors[i]).sizes();
        }
        return Dispatcher.record("BlockDiagBackward0", out, tensors, new Tensor[0], c -> {
            Tensor[] grads = new Tensor[shapes.length];
            long r = 0;
            long k = 0;
            for (int i = 0; i < grads.length; i++) {
                if (c.needs(i)) {
                    grads[i] = c.grad()
                            .narrow(0, r, sizes[i][0])
                            .narrow(1, k, sizes[i][1])
                            .reshape(shapes[i]);
                }
                r += sizes[i][0];
                k += sizes[i][1];
            }
            return grads;
        });
    }
}
