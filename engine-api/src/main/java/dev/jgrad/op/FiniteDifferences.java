package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives of a sampled function by differences: {@code torch.gradient}. Inside by the two neighbours, at the edges by the
 * nearest samples on one side. Source of the weights: Fornberg 1988.
 */
public final class FiniteDifferences {
    private FiniteDifferences() {}

    /** Samples at equal distances: one number for all dimensions, or one for each. */
    public static List<Tensor> gradient(Tensor self, double[] spacing, int @Nullable [] dims, int edgeOrder) {
        int[] over = checked(self, dims, edgeOrder);
        if (spacing.length != over.length) {
            throw wrongSpacing(self, dims, spacing.length);
        }
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < over.length; i++) {
            out.add(even(self, over[i], spacing[i], edgeOrder));
        }
        return out;
    }

    /** Samples at given coordinates, a vector for each dimension. */
    public static List<Tensor> gradient(Tensor self, Tensor[] coordinates, int @Nullable [] dims, int edgeOrder) {
        int[] over = checked(self, dims, edgeOrder);
        if (coordinates.length != over.length) {
            throw wrongSpacing(self, dims, coordinates.length);
        }
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < over.length; i++) {
            if (coordinates[i].dim() != 1 || coordinates[i].size(0) != self.size(over[i])) {
                throw new ShapeException("torch.gradient expected each coordinate tensor to be a vector as long as its"
                        + " dimension, but dimension " + over[i] + " has size " + self.size(over[i])
                        + " and its coordinates have shape " + coordinates[i].shape());
            }
            out.add(uneven(self, over[i], coordinates[i], edgeOrder));
        }
        return out;
    }

    /** Samples at one distance in all dimensions. */
    public static List<Tensor> gradient(Tensor self, double spacing, int @Nullable [] dims, int edgeOrder) {
        double[] all = new double[dims == null ? self.dim() : dims.length];
        Arrays.fill(all, spacing);
        return gradient(self, all, dims, edgeOrder);
    }

    private static ArgumentException wrongSpacing(Tensor self, int @Nullable [] dims, int given) {
        return new ArgumentException(
                dims == null
                        ? "torch.gradient expected spacing to be unspecified, a scalar, or a list of length equal to"
                                + " 'self.dim() = " + self.dim() + "', since dim argument was not given, but got a list"
                                + " of length " + given
                        : "torch.gradient expected spacing to be unspecified, a scalar or it's spacing and dim"
                                + " arguments to have the same length, but got a spacing argument of length " + given
                                + " and a dim argument of length " + dims.length + ".");
    }

    private static int[] checked(Tensor self, int @Nullable [] dims, int edgeOrder) {
        if (edgeOrder != 1 && edgeOrder != 2) {
            throw new ArgumentException("torch.gradient only supports edge_order=1 and edge_order=2.");
        }
        int[] over = new int[dims == null ? self.dim() : dims.length];
        for (int i = 0; i < over.length; i++) {
            over[i] = dims == null ? i : Dims.wrap(dims[i], self.dim());
            if (self.size(over[i]) < edgeOrder + 1) {
                throw new ShapeException(
                        "torch.gradient expected each dimension size to be at least edge_order+1, but dimension "
                                + over[i] + " has size " + self.size(over[i]));
            }
        }
        if (Arrays.stream(over).distinct().count() != over.length) {
            throw new ArgumentException("dim appears multiple times in the list of dims " + Arrays.toString(over));
        }
        return over;
    }

    private static Tensor even(Tensor f, int d, double h, int edgeOrder) {
        long n = f.size(d);
        Tensor inner = n < 3
                ? at(f, d, 0, 0)
                : at(f, d, 2, n - 2).sub(at(f, d, 0, n - 2)).div(2 * h);
        Tensor first;
        Tensor last;
        if (edgeOrder == 1) {
            first = at(f, d, 1, 1).sub(at(f, d, 0, 1)).div(h);
            last = at(f, d, n - 1, 1).sub(at(f, d, n - 2, 1)).div(h);
        } else {
            first = at(f, d, 0, 1)
                    .mul(-1.5)
                    .add(at(f, d, 1, 1).mul(2.0))
                    .sub(at(f, d, 2, 1).mul(0.5))
                    .div(h);
            last = at(f, d, n - 1, 1)
                    .mul(1.5)
                    .sub(at(f, d, n - 2, 1).mul(2.0))
                    .add(at(f, d, n - 3, 1).mul(0.5))
                    .div(h);
        }
        return joined(d, first, inner, last);
    }

    private static Tensor uneven(Tensor f, int d, Tensor coordinates, int edgeOrder) {
        long n = f.size(d);
        long[] sizes = new long[f.dim()];
        Arrays.fill(sizes, 1);
        sizes[d] = n - 1;
        Tensor steps = coordinates.diff().reshape(sizes);
        Tensor a = at(steps, d, 0, Math.max(n - 2, 0));
        Tensor b = at(steps, d, 1, Math.max(n - 2, 0));
        Tensor inner = n < 3
                ? at(f, d, 0, 0)
                : at(f, d, 0, n - 2)
                        .mul(b.neg().div(a.mul(a.add(b))))
                        .add(at(f, d, 1, n - 2).mul(b.sub(a).div(a.mul(b))))
                        .add(at(f, d, 2, n - 2).mul(a.div(b.mul(a.add(b)))));
        if (edgeOrder == 1) {
            Tensor first = at(f, d, 1, 1).sub(at(f, d, 0, 1)).div(at(steps, d, 0, 1));
            Tensor last = at(f, d, n - 1, 1).sub(at(f, d, n - 2, 1)).div(at(steps, d, n - 2, 1));
            return joined(d, first, inner, last);
        }
        Tensor first = edge(f, d, 0, 1, 2, at(steps, d, 0, 1), at(steps, d, 1, 1));
        Tensor last = edge(f, d, n - 1, n - 2, n - 3, at(steps, d, n - 2, 1), at(steps, d, n - 3, 1))
                .neg();
        return joined(d, first, inner, last);
    }

    /** The slope at a sample from the two beyond it, which lie {@code near} and {@code near + far} away. */
    private static Tensor edge(Tensor f, int d, long i, long j, long k, Tensor near, Tensor far) {
        Tensor both = near.add(far);
        return at(f, d, i, 1)
                .mul(near.add(both).neg().div(near.mul(both)))
                .add(at(f, d, j, 1).mul(both.div(near.mul(far))))
                .sub(at(f, d, k, 1).mul(near.div(far.mul(both))));
    }

    private static Tensor at(Tensor t, int d, long start, long length) {
        return t.narrow(d, start, length);
    }

    private static Tensor joined(int d, Tensor first, Tensor inner, Tensor last) {
        return inner.size(d) == 0 ? Tensors.cat(d, first, last) : Tensors.cat(d, first, inner, last);
    }
}
