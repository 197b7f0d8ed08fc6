package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.batch.Refusals;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.Promotion;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Distinct values: {@code torch.unique}, {@code unique_consecutive}, {@code isin}. None has a gradient. */
public final class Uniqueness {
    private static final int PAIRWISE = 64;

    private Uniqueness() {}

    /**
     * Distinct values with where they went and how many there were.
     *
     * @param inverse for each element the position of its value
     */
    public record Distinct(Tensor values, Tensor inverse, Tensor counts) {}

    /** Sorted distinct values, or slices along a dimension in lexicographic order. */
    public static Distinct unique(Tensor self, @Nullable Integer dim) {
        return Grad.noGrad(() ->
                dim == null ? flat(self.detach(), true) : HeapArrays.within(() -> slices(self.detach(), dim, true)));
    }

    /** One of each run of equal values, or of slices. */
    public static Distinct uniqueConsecutive(Tensor self, @Nullable Integer dim) {
        return Grad.noGrad(() ->
                dim == null ? flat(self.detach(), false) : HeapArrays.within(() -> slices(self.detach(), dim, false)));
    }

    private static Distinct flat(Tensor self, boolean sort) {
        if (Batching.isBatched(self)) {
            throw Refusals.dynamicShape("_unique2");
        }
        Tensor x = self.reshape(-1);
        TensorOptions o = new TensorOptions(DType.INT64, self.device());
        long n = x.numel();
        long[] shape = TensorAccess.shown(self).sizes();
        if (n == 0) {
            return new Distinct(CopyOps.rawClone(x), Tensors.zeros(o, shape), Tensors.zeros(o, 0));
        }
        Tensor order = null;
        Tensor values = x;
        if (sort) {
            WithIndices sorted = OrderOps.sort(x, 0, false);
            order = sorted.indices();
            values = sorted.values();
        }
        Tensor fresh = values.narrow(0, 1, n - 1).ne(values.narrow(0, 0, n - 1));
        Tensor starts = Tensors.cat(0, Tensors.ones(new TensorOptions(DType.BOOL, self.device()), 1), fresh);
        Tensor group = starts.to(DType.INT64).cumsum(0).sub(1L);
        Tensor first = starts.nonzero().reshape(-1);
        Tensor counts = Tensors.zeros(o, first.numel()).indexAdd_(0, group, Tensors.ones(o, n));
        Tensor inverse = order == null ? group : Tensors.zeros(o, n).indexCopy_(0, order, group);
        return new Distinct(values.indexSelect(0, first), inverse.reshape(shape), counts);
    }

    /** Slices are compared on the host, element by element. */
    private static Distinct slices(Tensor self, int dim, boolean sort) {
        int d = Dims.wrap(dim, self.dim());
        TensorOptions o = new TensorOptions(DType.INT64, self.device());
        if (self.dim() == 0 || Batching.isBatched(self)) {
            return flat(self, sort);
        }
        int n = HeapArrays.length(self.size(d));
        if (self.numel() == 0) {
            return new Distinct(CopyOps.rawClone(self), Tensors.zeros(o, n == 0 ? 0 : n), Tensors.zeros(o, n));
        }
        double[] floating = null;
        long[] whole = null;
        Tensor rows = self.movedim(d, 0).reshape(n, -1).contiguous();
        int width = HeapArrays.length(rows.size(1));
        if (self.isFloatingPoint()) {
            floating = rows.toDoubleArray();
        } else {
            whole = rows.to(DType.INT64).toLongArray();
        }
        double[] f = floating;
        long[] w = whole;
        Comparator<Integer> compare = (a, b) -> {
            for (int k = 0; k < width; k++) {
                int c = f != null
                        ? Double.compare(f[a * width + k] + 0.0, f[b * width + k] + 0.0)
                        : Long.compare(
                                java.util.Objects.requireNonNull(w)[a * width + k],
                                java.util.Objects.requireNonNull(w)[b * width + k]);
                if (c != 0) {
                    return c;
                }
            }
            return 0;
        };
        Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
        if (sort) {
            Arrays.sort(order, compare);
        }
        long[] inverse = new long[n];
        long[] firsts = new long[n];
        long[] counts = new long[n];
        int groups = 0;
        for (int i = 0; i < n; i++) {
            if (i == 0 || compare.compare(order[i - 1], order[i]) != 0) {
                firsts[groups++] = order[i];
            }
            inverse[order[i]] = groups - 1;
            counts[groups - 1]++;
        }
        Tensor picked = Tensors.tensor(o, Arrays.copyOf(firsts, groups), groups);
        return new Distinct(
                self.indexSelect(d, picked),
                Tensors.tensor(o, inverse, n),
                Tensors.tensor(o, Arrays.copyOf(counts, groups), groups));
    }

    /** Whether each element is among others. */
    public static Tensor isin(Tensor elements, Tensor others, boolean invert) {
        if (elements.dtype().isBool() || others.dtype().isBool()) {
            throw new DTypeException("Unsupported input type encountered for isin(): Bool");
        }
        return Grad.noGrad(() -> {
            DType dtype = Promotion.result(elements.dtype(), elements.dim() == 0, others.dtype(), others.dim() == 0);
            Tensor x = elements.detach().to(dtype);
            Tensor pool = others.detach().to(dtype).reshape(-1);
            Tensor found;
            if (pool.numel() <= PAIRWISE) {
                found = x.unsqueeze(-1).eq(pool).any(-1, false);
            } else {
                Tensor sorted = pool.sort(0, false).values();
                Tensor at = Searching.searchsorted(sorted, x, false).clamp(0, sorted.numel() - 1);
                found = sorted.indexSelect(0, at.reshape(-1)).reshapeAs(x).eq(x);
            }
            return invert ? found.logicalNot() : found;
        });
    }
}
