package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Dims;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Changes of shape that are composed of views, and a few that copy. */
public final class Shapes {
    private Shapes() {}

    /** Merges a range of dimensions. */
    public static Tensor flatten(Tensor self, int startDim, int endDim) {
        int start = Dims.wrap(startDim, self.dim());
        int end = Dims.wrap(endDim, self.dim());
        if (start > end) {
            throw new ShapeException("flatten() has invalid args: start_dim cannot come after end_dim");
        }
        if (self.dim() == 0) {
            return self.reshape(1);
        }
        if (start == end) {
            return self;
        }
        long[] from = TensorAccess.shown(self).sizes();
        long[] sizes = new long[from.length - (end - start)];
        System.arraycopy(from, 0, sizes, 0, start);
        sizes[start] = 1;
        for (int d = start; d <= end; d++) {
            sizes[start] *= from[d];
        }
        System.arraycopy(from, end + 1, sizes, start + 1, from.length - end - 1);
        return self.reshape(sizes);
    }

    /** Cuts a dimension. */
    public static Tensor unflatten(Tensor self, int dim, long... sizes) {
        int d = Dims.wrap(dim, self.dim());
        long[] inferred = Reshaping.inferSizes(sizes, self.size(d));
        long[] from = TensorAccess.shown(self).sizes();
        long[] to = new long[from.length - 1 + inferred.length];
        System.arraycopy(from, 0, to, 0, d);
        System.arraycopy(inferred, 0, to, d, inferred.length);
        System.arraycopy(from, d + 1, to, d + inferred.length, from.length - d - 1);
        return self.view(to);
    }

    /** The transposed matrix. */
    public static Tensor t(Tensor self) {
        if (self.dim() > 2) {
            throw new ShapeException("t() expects a tensor with <= 2 dimensions, but self is " + self.dim() + "D");
        }
        return ViewOps.transpose(self, 0, self.dim() < 2 ? 0 : 1, "TBackward0");
    }

    /** All dimensions in reverse order. */
    public static Tensor reversed(Tensor self) {
        int[] order = new int[self.dim()];
        for (int i = 0; i < order.length; i++) {
            order[i] = order.length - 1 - i;
        }
        return self.permute(order);
    }

    /** Moves dimensions. */
    public static Tensor movedim(Tensor self, int[] source, int[] destination) {
        if (source.length != destination.length) {
            throw new ArgumentException("movedim: Invalid source or destination dims: source ("
                    + Arrays.toString(source) + " dims) should contain the same number of dims as destination ("
                    + Arrays.toString(destination) + " dims)");
        }
        int rank = self.dim();
        int[] order = new int[rank];
        Arrays.fill(order, -1);
        boolean[] used = new boolean[Math.max(rank, 1)];
        for (int i = 0; i < source.length; i++) {
            int s = Dims.wrap(source[i], rank);
            int t = Dims.wrap(destination[i], rank);
            if (rank == 0) {
                continue;
            }
            if (used[s] || order[t] >= 0) {
                throw new ArgumentException("movedim: repeated dim in `source` (" + Arrays.toString(source)
                        + ") or `destination` (" + Arrays.toString(destination) + ")");
            }
            used[s] = true;
            order[t] = s;
        }
        int next = 0;
        for (int i = 0; i < rank; i++) {
            if (order[i] < 0) {
                while (used[next]) {
                    next++;
                }
                order[i] = next++;
            }
        }
        return self.permute(order);
    }

    /** Pieces of at most this size. */
    public static List<Tensor> split(Tensor self, long size, int dim) {
        int d = Dims.wrap(dim, self.dim());
        if (size < 0 || self.dim() == 0) {
            throw new ArgumentException("split expects split_size be non-negative and at least a 1-dimensional tensor,"
                    + " but got split_size=" + size);
        }
        long n = self.size(d);
        if (size == 0 && n != 0) {
            throw new ArgumentException(
                    "split_size can only be 0 if dimension size is 0, but got dimension size of " + n);
        }
        int count = size == 0 ? 1 : Math.max(1, HeapArrays.length(Math.ceilDiv(n, size)));
        long[] lengths = HeapArrays.longs(count);
        for (int i = 0; i < count; i++) {
            lengths[i] = Math.min(size, n - i * size);
        }
        if (n == 0) {
            lengths[0] = 0;
        }
        return List.of(Splitting.split(self, lengths, d, "SplitBackward0"));
    }

    /** At most this many pieces. */
    public static List<Tensor> chunk(Tensor self, int chunks, int dim) {
        if (chunks <= 0) {
            throw new ArgumentException("chunk expects `chunks` to be greater than 0, got: " + chunks);
        }
        int d = Dims.wrap(dim, self.dim());
        if (self.dim() == 0) {
            throw new ShapeException("chunk expects at least a 1-dimensional tensor");
        }
        long size = Math.ceilDiv(self.size(d), (long) chunks);
        if (size == 0) {
            return List.of(Splitting.split(self, HeapArrays.longs(chunks), d, "SplitWithSizesBackward0"));
        }
        return split(self, size, d);
    }

    /** Reverses dimensions. */
    public static Tensor flip(Tensor self, int... dims) {
        boolean[] mask = dims.length == 0 ? new boolean[self.dim()] : Dims.mask(dims, self.dim());
        Tensor out = Grad.noGrad(() -> {
            Tensor t = self.detach();
            for (int d = 0; d < mask.length; d++) {
                if (mask[d]) {
                    long n = t.size(d);
                    Tensor order = Tensors.arange(new TensorOptions(DType.INT64, t.device()), n - 1, -1L, -1L);
                    t = n == 0 ? t : t.indexSelect(d, order);
                }
            }
            return t == self || dims.length == 0 || sharesWith(t, self) ? CopyOps.rawClone(self) : t;
        });
        int[] wrapped = ReductionCalls.maskedDims(mask);
        return Dispatcher.record("FlipBackward0", out, new Tensor[] {self}, new Tensor[0], c ->
                new Tensor[] {wrapped.length == 0 ? c.grad() : c.grad().flip(wrapped)});
    }

    private static boolean sharesWith(Tensor a, Tensor b) {
        return TensorAccess.storage(a) == TensorAccess.storage(b);
    }

    /** Shifts a dimension around. */
    public static Tensor roll(Tensor self, long shift, int dim) {
        if (self.dim() == 0) {
            throw new IndexException("Dimension specified as " + dim + " but tensor has no dimensions");
        }
        int d = Dims.wrap(dim, self.dim());
        Tensor out = Grad.noGrad(() -> {
            Tensor t = self.detach();
            long n = t.size(d);
            long start = n == 0 ? 0 : Math.floorMod(opposite(shift, n), n);
            return start == 0
                    ? CopyOps.rawClone(t)
                    : Tensors.cat(d, t.narrow(d, start, n - start), t.narrow(d, 0, start));
        });
        return Dispatcher.record("RollBackward0", out, new Tensor[] {self}, new Tensor[0], c ->
                new Tensor[] {roll(c.grad(), opposite(shift, c.grad().size(d)), d)});
    }

    /** The shift back, within the dimension: the least number of all is its own negative. */
    private static long opposite(long shift, long n) {
        return n == 0 ? 0 : -(shift % n);
    }

    /** Shifts several dimensions around, or the flattened tensor where none is named. */
    public static Tensor roll(Tensor self, long[] shifts, int[] dims) {
        if (shifts.length == 0) {
            throw new ArgumentException("`shifts` required");
        }
        if (dims.length == 0 && shifts.length == 1) {
            return rolled(
                    self,
                    x -> roll(x.reshape(-1), shifts[0], 0)
                            .view(TensorAccess.shown(self).sizes()),
                    g -> roll(g, new long[] {opposite(shifts[0], g.numel())}, dims));
        }
        if (shifts.length != dims.length) {
            throw new ArgumentException(
                    "shifts and dimensions must align. shifts: " + shifts.length + ", dims:" + dims.length);
        }
        if (dims.length == 1) {
            return roll(self, shifts[0], dims[0]);
        }
        return rolled(
                self,
                x -> {
                    Tensor out = x;
                    for (int i = 0; i < dims.length; i++) {
                        out = roll(out, shifts[i], dims[i]);
                    }
                    return out;
                },
                g -> {
                    long[] back = new long[shifts.length];
                    for (int i = 0; i < back.length; i++) {
                        back[i] = opposite(shifts[i], g.size(dims[i]));
                    }
                    return roll(g, back, dims);
                });
    }

    /** One node for all dimensions. */
    private static Tensor rolled(Tensor self, UnaryOperator<Tensor> forward, UnaryOperator<Tensor> back) {
        Tensor moved = Grad.noGrad(() -> forward.apply(self.detach()));
        // The elements of the last step, no view of it: tangents of views are those of their base.
        Tensor out = TensorAccess.create(TensorAccess.storage(moved), TensorAccess.plainLayout(moved), moved.dtype());
        return Dispatcher.record(
                "RollBackward0", out, new Tensor[] {self}, new Tensor[0], c -> new Tensor[] {back.apply(c.grad())});
    }

    /** Tiles. */
    public static Tensor repeat(Tensor self, long... repeats) {
        int lead = repeats.length - self.dim();
        if (lead < 0) {
            throw new ShapeException(
                    "Number of dimensions of repeat dims can not be smaller than number of dimensions" + " of tensor");
        }
        long[] from = TensorAccess.shown(self).sizes();
        long[] split = new long[2 * repeats.length];
        long[] wide = new long[2 * repeats.length];
        long[] out = new long[repeats.length];
        int[] summed = new int[repeats.length];
        for (int d = 0; d < repeats.length; d++) {
            if (repeats[d] < 0) {
                throw new ShapeException("Trying to create tensor with negative dimension " + repeats[d]);
            }
            long n = d < lead ? 1 : from[d - lead];
            split[2 * d] = 1;
            split[2 * d + 1] = n;
            wide[2 * d] = repeats[d];
            wide[2 * d + 1] = n;
            out[d] = repeats[d] * n;
            summed[d] = 2 * d;
        }
        Tensor value = Grad.noGrad(() -> {
            Tensor t = self.detach().reshape(split).expand(wide);
            return CopyOps.rawClone(CopyOps.contiguous(t)).view(out).detach();
        });
        return Dispatcher.record("RepeatBackward0", value, new Tensor[] {self}, new Tensor[0], c -> new Tensor[] {
            repeats.length == 0
                    ? c.grad()
                    : c.grad().reshape(wide).sum(summed, false).reshape(from)
        });
    }

    /** Keeps one triangle of matrices, zeros elsewhere. */
    public static Tensor triangle(Tensor self, long diagonal, boolean lower) {
        if (self.dim() < 2) {
            throw new ShapeException((lower ? "tril" : "triu") + ": input tensor must have at least 2 dimensions");
        }
        TensorOptions o = new TensorOptions(DType.INT64, self.device());
        Tensor row = Tensors.arange(o, 0, self.size(-2), 1L).unsqueeze(1);
        Tensor column = Tensors.arange(o, 0, self.size(-1), 1L);
        Tensor offset = column.sub(row);
        Tensor drop = lower ? offset.gt(diagonal) : offset.lt(diagonal);
        Tensor out = Grad.noGrad(() -> self.detach().maskedFill(drop, 0));
        return Dispatcher.record(
                lower ? "TrilBackward0" : "TriuBackward0", out, new Tensor[] {self}, new Tensor[0], c ->
                        new Tensor[] {triangle(c.grad(), diagonal, lower)});
    }
}
