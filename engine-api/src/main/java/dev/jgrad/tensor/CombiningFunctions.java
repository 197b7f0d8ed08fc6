package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Broadcasting;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Shape;
import dev.jgrad.data.ShapeException;
import dev.jgrad.op.Combinations;
import dev.jgrad.op.Differences;
import dev.jgrad.op.Einsum;
import dev.jgrad.op.Products;
import dev.jgrad.op.Rearranging;
import dev.jgrad.op.Searching;
import dev.jgrad.op.Uniqueness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions of several tensors among {@link Tensors}, which is the name to use. */
public abstract sealed class CombiningFunctions extends RandomFunctions permits Tensors {
    CombiningFunctions() {}

    /** Side by side: along dimension 1, vectors along their only one. */
    public static Tensor hstack(Tensor... tensors) {
        Tensor[] parts = each("hstack", tensors, RearrangementMethods::atleast1d);
        return Tensors.cat(parts[0].dim() == 1 ? 0 : 1, parts);
    }

    /** On top of each other: along dimension 0, vectors as rows. */
    public static Tensor vstack(Tensor... tensors) {
        return Tensors.cat(0, each("vstack", tensors, RearrangementMethods::atleast2d));
    }

    /** Behind each other: along dimension 2. */
    public static Tensor dstack(Tensor... tensors) {
        return Tensors.cat(2, each("dstack", tensors, RearrangementMethods::atleast3d));
    }

    /** Side by side, vectors as columns. */
    public static Tensor columnStack(Tensor... tensors) {
        return hstack(each("column_stack", tensors, t -> t.dim() <= 1 ? t.reshape(t.numel(), 1) : t));
    }

    private static Tensor[] each(String op, Tensor[] tensors, java.util.function.UnaryOperator<Tensor> form) {
        if (tensors.length == 0) {
            throw new ArgumentException(op + " expects a non-empty TensorList");
        }
        return Arrays.stream(tensors).map(form).toArray(Tensor[]::new);
    }

    /** Each with at least one dimension. */
    public static List<Tensor> atleast1d(Tensor... tensors) {
        return Arrays.stream(tensors).map(RearrangementMethods::atleast1d).toList();
    }

    /** Each with at least two dimensions. */
    public static List<Tensor> atleast2d(Tensor... tensors) {
        return Arrays.stream(tensors).map(RearrangementMethods::atleast2d).toList();
    }

    /** Each with at least three dimensions. */
    public static List<Tensor> atleast3d(Tensor... tensors) {
        return Arrays.stream(tensors).map(RearrangementMethods::atleast3d).toList();
    }

    /** Matrices along the diagonal of a larger one. */
    public static Tensor blockDiag(Tensor... tensors) {
        return Rearranging.blockDiag(tensors);
    }

    /** {@link #meshgrid(Tensor[], String)} indexed as matrices are. */
    public static List<Tensor> meshgrid(Tensor... tensors) {
        return meshgrid(tensors, "ij");
    }

    /**
     * Coordinates of a grid from vectors.
     *
     * @param indexing {@code "ij"} (the first vector runs along dimension 0) or {@code "xy"} (along dimension 1)
     */
    public static List<Tensor> meshgrid(Tensor[] tensors, String indexing) {
        if (tensors.length == 0) {
            throw new ArgumentException("meshgrid expects a non-empty TensorList");
        }
        boolean swap = switch (indexing) {
            case "ij" -> false;
            case "xy" -> tensors.length >= 2;
            default ->
                throw new ArgumentException(
                        "torch.meshgrid: indexing must be one of \"xy\" or \"ij\", but received: " + indexing);
        };
        Tensor[] vectors = tensors.clone();
        if (swap) {
            vectors[0] = tensors[1];
            vectors[1] = tensors[0];
        }
        long[] sizes = new long[vectors.length];
        for (int i = 0; i < sizes.length; i++) {
            if (vectors[i].dim() > 1) {
                throw new ShapeException(
                        "torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: " + vectors[i].shape());
            }
            if (vectors[i].dtype() != vectors[0].dtype()) {
                throw new DTypeException("torch.meshgrid expects all tensors to have the same dtype");
            }
            sizes[i] = vectors[i].numel();
        }
        List<Tensor> grids = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            long[] shape = new long[sizes.length];
            Arrays.fill(shape, 1);
            shape[i] = sizes[i];
            grids.add(vectors[i].reshape(shape).expand(sizes));
        }
        if (swap) {
            grids.addFirst(grids.remove(1));
        }
        return grids;
    }

    /** All tuples of elements of vectors, one a row. */
    public static Tensor cartesianProd(Tensor... tensors) {
        for (Tensor t : tensors) {
            if (t.dim() != 1) {
                throw new ShapeException("Expect a 1D vector, but got shape " + t.shape());
            }
        }
        if (tensors.length == 1) {
            return tensors[0];
        }
        Tensor[] columns = meshgrid(tensors).stream().map(g -> g.reshape(-1)).toArray(Tensor[]::new);
        return Tensors.stack(1, columns);
    }

    /** Sums of products by Einstein's convention: {@code einsum("ij,jk->ik", a, b)}. */
    public static Tensor einsum(String equation, Tensor... tensors) {
        return Einsum.einsum(equation, tensors);
    }

    /** Sums over the last {@code dims} dimensions of a and the first of b. */
    public static Tensor tensordot(Tensor a, Tensor b, int dims) {
        return Products.tensordot(a, b, dims);
    }

    /** Sums over pairs of dimensions of a and b. */
    public static Tensor tensordot(Tensor a, Tensor b, int[] dimsA, int[] dimsB) {
        return Products.tensordot(a, b, dimsA, dimsB);
    }

    /** {@link #tensordot(Tensor, Tensor, int[], int[])}, the two lists in one. */
    public static Tensor tensordot(Tensor a, Tensor b, int[][] dims) {
        if (dims.length != 2) {
            throw new ArgumentException("tensordot expects dims to be two lists of dimensions, got " + dims.length);
        }
        return Products.tensordot(a, b, dims[0], dims[1]);
    }

    /** The Euclidean distances between all pairs of rows. */
    public static Tensor cdist(Tensor x1, Tensor x2) {
        return Products.cdist(x1, x2, 2);
    }

    /** {@link #cdist(Tensor, Tensor, double)}; the mode names a way to compute, which changes no result here. */
    public static Tensor cdist(Tensor x1, Tensor x2, double p, String computeMode) {
        if (!List.of("use_mm_for_euclid_dist_if_necessary", "use_mm_for_euclid_dist", "donot_use_mm_for_euclid_dist")
                .contains(computeMode)) {
            throw new ArgumentException(computeMode + " is not a valid value for compute_mode");
        }
        return Products.cdist(x1, x2, p);
    }

    /** The p-norm distances between all pairs of rows. */
    public static Tensor cdist(Tensor x1, Tensor x2, double p) {
        return Products.cdist(x1, x2, p);
    }

    /** The shape that these broadcast to. */
    public static Shape broadcastShapes(Shape... shapes) {
        long[] sizes = {};
        for (Shape s : shapes) {
            sizes = Broadcasting.sizes(sizes, s.toArray());
        }
        return Shape.of(sizes);
    }

    /** Where values would be inserted into sorted vectors along the last dimension. */
    public static Tensor searchsorted(
            Tensor sortedSequence,
            Tensor input,
            boolean outInt32,
            boolean right,
            @Nullable String side,
            @Nullable Tensor sorter) {
        return Searching.searchsorted(sortedSequence, input, outInt32, right, side, sorter);
    }

    /** {@link #searchsorted(Tensor, Tensor, boolean, boolean, String, Tensor)} for one number. */
    public static Tensor searchsorted(
            Tensor sortedSequence,
            double input,
            boolean outInt32,
            boolean right,
            @Nullable String side,
            @Nullable Tensor sorter) {
        Tensor value = Tensors.scalarLike(sortedSequence, input, (long) input);
        return Searching.searchsorted(sortedSequence, value, outInt32, right, side, sorter);
    }

    /** The number of the bucket that each value falls into; buckets end at sorted boundaries. */
    public static Tensor bucketize(Tensor input, Tensor boundaries, boolean outInt32, boolean right) {
        if (boundaries.dim() != 1) {
            throw new ShapeException("boundaries tensor must be 1 dimension, but got dim(" + boundaries.dim() + ")");
        }
        return Searching.searchsorted(boundaries, input, outInt32, right, null, null);
    }

    /** Whether each element is among others. */
    public static Tensor isin(Tensor elements, Tensor testElements, boolean assumeUnique, boolean invert) {
        return Uniqueness.isin(elements, testElements, invert);
    }

    /** Whether each element is that number. */
    public static Tensor isin(Tensor elements, double testElement, boolean assumeUnique, boolean invert) {
        return invert ? elements.ne(testElement) : elements.eq(testElement);
    }

    /** Whether a number is among elements. */
    public static Tensor isin(double element, Tensor testElements, boolean assumeUnique, boolean invert) {
        return Uniqueness.isin(Tensors.scalarLike(testElements, element, (long) element), testElements, invert);
    }

    /** The integral along a dimension by the trapezoidal rule with equal steps. */
    public static Tensor trapezoid(Tensor y, double dx, int dim) {
        return Differences.trapezoid(y, dx, dim);
    }

    /** {@link #trapezoid(Tensor, double, int)} under its other name. */
    public static Tensor trapz(Tensor y, double dx, int dim) {
        return trapezoid(y, dx, dim);
    }

    /** The integral along a dimension by the trapezoidal rule with samples at x. */
    public static Tensor trapezoid(Tensor y, Tensor x, int dim) {
        return Differences.trapezoid(y, x, dim);
    }

    /** {@link #trapezoid(Tensor, Tensor, int)} under its other name. */
    public static Tensor trapz(Tensor y, Tensor x, int dim) {
        return trapezoid(y, x, dim);
    }

    /** Running integrals along a dimension with equal steps. */
    public static Tensor cumulativeTrapezoid(Tensor y, double dx, int dim) {
        return Differences.cumulativeTrapezoid(y, dx, dim);
    }

    /** Running integrals along a dimension with samples at x. */
    public static Tensor cumulativeTrapezoid(Tensor y, Tensor x, int dim) {
        return Differences.cumulativeTrapezoid(y, x, dim);
    }

    /** All choices of r elements of a vector, one a row. */
    public static Tensor combinations(Tensor input, int r, boolean withReplacement) {
        if (input.dim() != 1) {
            throw new ShapeException("Expect a 1D vector, but got shape " + input.shape());
        }
        if (r < 0) {
            throw new ArgumentException("Expect a non-negative number, but got " + r);
        }
        if (r == 0) {
            return input.newZeros(0);
        }
        return input.indexSelect(
                        0,
                        Combinations.positions(input.numel(), r, withReplacement)
                                .reshape(-1)
                                .to(input.device()))
                .reshape(-1, r);
    }

    /** Columns of powers of a vector, from 0 or from the highest. */
    public static Tensor vander(Tensor x, @Nullable Long n, boolean increasing) {
        if (x.dim() != 1) {
            throw new ShapeException("x must be a one-dimensional tensor.");
        }
        long columns = n == null ? x.numel() : n;
        Tensor wide = x.unsqueeze(1).expand(x.numel(), columns);
        Tensor exponents = Tensors.arange(new TensorOptions(DType.INT64, x.device()), 0, columns, 1L);
        Tensor powers = wide.pow(exponents.to(x.dtype()));
        return increasing ? powers : powers.flip(1);
    }
}
