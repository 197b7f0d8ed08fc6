package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.ShapeException;
import dev.jgrad.op.Autocasting;
import dev.jgrad.op.Factorizations;
import dev.jgrad.op.Products;
import dev.jgrad.op.Solving;
import dev.jgrad.op.TriangularSolving;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Linear algebra over batches of matrices in the last two dimensions: {@code torch.linalg}. Decompositions run on the
 * host in float64.
 */
public final class Linalg extends LinalgSolvers {
    private static final int[] MATRIX = {-2, -1};

    private Linalg() {}

    /** Q with orthonormal columns and R, upper triangular. */
    public record QR(Tensor q, Tensor r) {
        @Override
        public String toString() {
            return ReturnTypes.text("linalg_qr", new String[] {"Q", "R"}, q, r);
        }
    }

    /** U, singular values in descending order, V transposed. */
    public record SVD(Tensor u, Tensor s, Tensor vh) {
        @Override
        public String toString() {
            return ReturnTypes.text("linalg_svd", new String[] {"U", "S", "Vh"}, u, s, vh);
        }
    }

    /** Eigenvalues in ascending order and eigenvectors as columns. */
    public record Eigh(Tensor eigenvalues, Tensor eigenvectors) {
        @Override
        public String toString() {
            return ReturnTypes.text(
                    "linalg_eigh", new String[] {"eigenvalues", "eigenvectors"}, eigenvalues, eigenvectors);
        }
    }

    /** Sign and logarithm of the absolute value of a determinant. */
    public record Slogdet(Tensor sign, Tensor logabsdet) {
        @Override
        public String toString() {
            return ReturnTypes.text("linalg_slogdet", new String[] {"sign", "logabsdet"}, sign, logabsdet);
        }
    }

    /** The p-norm of vectors over dimensions, all of them when null. */
    public static Tensor vectorNorm(
            Tensor input, double ord, int @Nullable [] dim, boolean keepDim, @Nullable DType dtype) {
        Tensor t = dtype == null ? input : input.to(dtype);
        int[] over = dim == null ? new int[0] : dim;
        boolean half = t.dtype() == DType.FLOAT16 || t.dtype() == DType.BFLOAT16;
        return half ? t.to(DType.FLOAT32).norm(ord, over, keepDim).to(t.dtype()) : t.norm(ord, over, keepDim);
    }

    /** The Frobenius ({@code "fro"}) or nuclear ({@code "nuc"}) norm of matrices. */
    public static Tensor matrixNorm(Tensor input, String ord, int[] dim, boolean keepDim, @Nullable DType dtype) {
        Tensor t = checkedMatrix(input, dim, dtype);
        return switch (ord) {
            case "fro" -> t.norm(2, dim, keepDim);
            case "nuc" -> placed(singular(t, dim).sum(new int[] {-1}, false), input, dim, keepDim);
            default -> throw new ArgumentException("linalg.matrix_norm: Order " + ord + " not supported.");
        };
    }

    /** The norm of matrices that 1, -1, 2, -2, infinity or its negative names. */
    public static Tensor matrixNorm(Tensor input, double ord, int[] dim, boolean keepDim, @Nullable DType dtype) {
        Tensor t = checkedMatrix(input, dim, dtype);
        double size = Math.abs(ord);
        if (size != 1 && size != 2 && size != Double.POSITIVE_INFINITY) {
            throw new ArgumentException("linalg.matrix_norm: Order " + ord + " not supported.");
        }
        if (size == 2) {
            Tensor s = singular(t, dim);
            int[] last = {-1};
            return placed(ord > 0 ? greatest(s, last, false) : s.amin(last, false), input, dim, keepDim);
        }
        int rows = Dims.wrap(dim[0], input.dim());
        int columns = Dims.wrap(dim[1], input.dim());
        int summed = size == 1 ? rows : columns;
        int compared = size == 1 ? columns : rows;
        Tensor sums = t.norm(1, new int[] {summed}, keepDim);
        int[] over = {!keepDim && compared > summed ? compared - 1 : compared};
        return ord > 0 ? greatest(sums, over, keepDim) : sums.amin(over, keepDim);
    }

    /** Zero where there is nothing: norms are not negative. */
    private static Tensor greatest(Tensor t, int[] dim, boolean keepDim) {
        return t.size(dim[0]) == 0 ? t.sum(dim, keepDim) : t.amax(dim, keepDim);
    }

    private static Tensor checkedMatrix(Tensor input, int[] dim, @Nullable DType dtype) {
        if (input.dim() < 2) {
            throw new ShapeException("linalg.matrix_norm: The input tensor A must have at least 2 dimensions.");
        }
        if (dim.length != 2) {
            throw new ArgumentException("linalg.matrix_norm: dim must be input 2-tuple. Got " + Arrays.toString(dim));
        }
        if (Dims.wrap(dim[0], input.dim()) == Dims.wrap(dim[1], input.dim())) {
            throw new ArgumentException(
                    "linalg.matrix_norm: dims must be different. Got (" + dim[0] + ", " + dim[1] + ")");
        }
        return dtype == null ? input : input.to(dtype);
    }

    private static Tensor singular(Tensor t, int[] dim) {
        return svdvals(t.movedim(dim, MATRIX));
    }

    private static Tensor placed(Tensor reduced, Tensor input, int[] dim, boolean keepDim) {
        if (!keepDim) {
            return reduced;
        }
        return reduced.unsqueeze(-1).unsqueeze(-1).movedim(MATRIX, dim);
    }

    /** The 2-norm of all elements: {@code torch.linalg.norm} with all defaults. */
    public static Tensor norm(Tensor input) {
        return norm(input, (Double) null, null, false, null);
    }

    /**
     * The norm of vectors or matrices.
     *
     * @param ord null for the 2-norm of all elements
     * @param dim one dimension for vectors, two for matrices, null for all (flattened when {@code ord} is null)
     */
    public static Tensor norm(
            Tensor input, @Nullable Double ord, int @Nullable [] dim, boolean keepDim, @Nullable DType dtype) {
        if (ord != null && dim == null && input.dim() != 1 && input.dim() != 2) {
            throw new ShapeException("linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got "
                    + input.dim() + "D.");
        }
        if (dim != null && dim.length != 1 && dim.length != 2) {
            throw new ArgumentException(
                    "linalg.norm: If dim is specified, it must be of length 1 or 2. Got " + Arrays.toString(dim));
        }
        boolean matrix = ord != null && (dim != null ? dim.length == 2 : input.dim() == 2);
        if (matrix) {
            return matrixNorm(input, ord, dim == null ? MATRIX : dim, keepDim, dtype);
        }
        return vectorNorm(input, ord == null ? 2 : ord, dim, keepDim, dtype);
    }

    /** The norm of matrices by name. */
    public static Tensor norm(Tensor input, String ord, int @Nullable [] dim, boolean keepDim, @Nullable DType dtype) {
        if (dim == null && input.dim() != 2) {
            throw new ShapeException("linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got "
                    + input.dim() + "D.");
        }
        return matrixNorm(input, ord, dim == null ? MATRIX : dim, keepDim, dtype);
    }

    /** The vector product along a dimension of size 3. */
    public static Tensor cross(Tensor input, Tensor other, int dim) {
        if (input.dim() != other.dim()) {
            throw new ShapeException("linalg.cross: inputs must have the same number of dimensions.");
        }
        int d = Dims.wrap(dim, input.dim());
        if (input.dim() == 0 || input.size(d) != 3 || other.size(d) != 3) {
            throw new ShapeException("linalg.cross: inputs dimension " + dim + " must have length 3. Got "
                    + input.shape() + " and " + other.shape());
        }
        Tensor[] both = Tensors.broadcastTensors(input, other);
        return Products.cross(both[0], both[1], d);
    }

    /** The inner product of vectors along a dimension. */
    public static Tensor vecdot(Tensor x, Tensor y, int dim) {
        if (Autocasting.applies("linalg_vecdot", x)) {
            return Autocasting.run("linalg_vecdot", in -> vecdot(in[0], in[1], dim), x, y);
        }
        if (x.dtype() != y.dtype()) {
            throw new DTypeException("linalg.vecdot: Expected x and y to have the same dtype, but found x of type "
                    + x.dtype().scalarTypeName() + " and y of type "
                    + y.dtype().scalarTypeName() + " instead");
        }
        return x.mul(y).sum(new int[] {dim}, false);
    }

    /** The product of a chain of matrices, multiplied in the cheapest order. */
    public static Tensor multiDot(Tensor... tensors) {
        return Solving.multiDot(tensors);
    }

    /** The matrix product, as {@code matmul}. */
    public static Tensor matmul(Tensor input, Tensor other) {
        return input.matmul(other);
    }

    /** The inverse; an error for singular matrices. */
    public static Tensor inv(Tensor a) {
        return Solving.inv(a);
    }

    /** The Moore-Penrose inverse. */
    public static Tensor pinv(Tensor a) {
        return pinv(a, false);
    }

    /** The Moore-Penrose inverse; of hermitian matrices, read from the lower triangle, by eigenvalues. */
    public static Tensor pinv(Tensor a, boolean hermitian) {
        return Factorizations.pinv(a, (Tensor) null, null, hermitian);
    }

    /** {@link #pinv(Tensor, Double, Double, boolean)} under its older parameters. */
    public static Tensor pinv(Tensor a, double rcond, boolean hermitian) {
        return Factorizations.pinv(a, null, rcond, hermitian);
    }

    /** {@link #pinv(Tensor, Tensor, Tensor, boolean)} under its older parameters. */
    public static Tensor pinv(Tensor a, Tensor rcond, boolean hermitian) {
        return Factorizations.pinv(a, null, rcond, hermitian);
    }

    /** {@link #pinv(Tensor, Double, Double, boolean)} of any matrix. */
    public static Tensor pinv(Tensor a, @Nullable Double atol, @Nullable Double rtol) {
        return Factorizations.pinv(a, atol, rtol, false);
    }

    /** The Moore-Penrose inverse; singular values up to max(atol, rtol * greatest) count as zero. */
    public static Tensor pinv(Tensor a, @Nullable Double atol, @Nullable Double rtol, boolean hermitian) {
        return Factorizations.pinv(a, atol, rtol, hermitian);
    }

    /** The Moore-Penrose inverse with tolerances of their own for each matrix. */
    public static Tensor pinv(Tensor a, @Nullable Tensor atol, @Nullable Tensor rtol, boolean hermitian) {
        return Factorizations.pinv(a, atol, rtol, hermitian);
    }

    /** X of A X = B. */
    public static Tensor solve(Tensor a, Tensor b) {
        return Solving.solve(a, b, true);
    }

    /** X of A X = B, or of X A = B when not left. */
    public static Tensor solve(Tensor a, Tensor b, boolean left) {
        return Solving.solve(a, b, left);
    }

    /**
     * X of A X = B (or X A = B) for triangular A by substitution, the other triangle being ignored. A zero on the diagonal is
     * divided by: infinities and NaN, no error, as in PyTorch.
     *
     * @param a (..., n, n), float32 or float64
     * @param b (..., n, k), or (..., k, n) when not left; the other dimensions broadcast
     * @param unitriangular takes the diagonal for ones
     */
    public static Tensor solveTriangular(Tensor a, Tensor b, boolean upper, boolean left, boolean unitriangular) {
        return TriangularSolving.solve(a, b, upper, left, unitriangular);
    }

    /** The determinant. */
    public static Tensor det(Tensor a) {
        return Solving.det(a);
    }

    /** Sign and logarithm of the determinant. */
    public static Slogdet slogdet(Tensor a) {
        Tensor[] r = Solving.slogdet(a);
        return new Slogdet(r[0], r[1]);
    }

    /** The n-th power of matrices; negative n those of the inverse. */
    public static Tensor matrixPower(Tensor input, int n) {
        return Solving.matrixPower(input, n);
    }

    /** e to the power of matrices. */
    public static Tensor matrixExp(Tensor a) {
        return Solving.matrixExp(a);
    }

    /** The lower triangular factor of positive definite matrices. */
    public static Tensor cholesky(Tensor input) {
        return Factorizations.cholesky(input, false);
    }

    /** The lower or upper triangular factor of positive definite matrices. */
    public static Tensor cholesky(Tensor input, boolean upper) {
        return Factorizations.cholesky(input, upper);
    }

    /** The reduced QR decomposition. */
    public static QR qr(Tensor a) {
        return qr(a, "reduced");
    }

    /** The QR decomposition, {@code "reduced"} or {@code "complete"}. */
    public static QR qr(Tensor a, String mode) {
        Tensor[] r = Factorizations.qr(a, mode);
        return new QR(r[0], r[1]);
    }

    /** Eigenvalues and eigenvectors of symmetric matrices, read from the lower triangle. */
    public static Eigh eigh(Tensor a) {
        return eigh(a, "L");
    }

    /** Eigenvalues and eigenvectors of symmetric matrices, read from triangle {@code "L"} or {@code "U"}. */
    public static Eigh eigh(Tensor a, String uplo) {
        Tensor[] r = Factorizations.eigh(a, uplo);
        return new Eigh(r[0], r[1]);
    }

    /** Eigenvalues of symmetric matrices in ascending order. */
    public static Tensor eigvalsh(Tensor a, String uplo) {
        return Factorizations.eigh(a, uplo)[0];
    }

    /** The singular value decomposition. */
    public static SVD svd(Tensor a, boolean fullMatrices) {
        Tensor[] r = Factorizations.svd(a, fullMatrices);
        return new SVD(r[0], r[1], r[2]);
    }

    /** Singular values in descending order. */
    public static Tensor svdvals(Tensor a) {
        return Factorizations.svd(a, false)[1];
    }

    /** How many singular values are not zero. */
    public static Tensor matrixRank(Tensor a) {
        return Factorizations.matrixRank(a, (Tensor) null, null, false);
    }

    /** {@link #matrixRank(Tensor, Double, Double, boolean)} of any matrix. */
    public static Tensor matrixRank(Tensor a, @Nullable Double atol, @Nullable Double rtol) {
        return Factorizations.matrixRank(a, atol, rtol, false);
    }

    /** {@link #matrixRank(Tensor, Double, Double, boolean)} under its older parameters. */
    public static Tensor matrixRank(Tensor a, double tol, boolean hermitian) {
        return Factorizations.matrixRank(a, tol, 0.0, hermitian);
    }

    /** {@link #matrixRank(Tensor, Tensor, Tensor, boolean)} under its older parameters. */
    public static Tensor matrixRank(Tensor a, Tensor tol, boolean hermitian) {
        return Factorizations.matrixRank(a, tol, Tensors.scalarLike(tol, 0), hermitian);
    }

    /** How many singular values exceed max(atol, rtol * greatest); of hermitian matrices, by eigenvalues. */
    public static Tensor matrixRank(Tensor a, @Nullable Double atol, @Nullable Double rtol, boolean hermitian) {
        return Factorizations.matrixRank(a, atol, rtol, hermitian);
    }

    /** {@link #matrixRank(Tensor, Double, Double, boolean)} with tolerances of their own for each matrix. */
    public static Tensor matrixRank(Tensor a, @Nullable Tensor atol, @Nullable Tensor rtol, boolean hermitian) {
        return Factorizations.matrixRank(a, atol, rtol, hermitian);
    }

    /** The condition number in a norm of {@link #matrixNorm(Tensor, double, int[], boolean, DType)}. */
    public static Tensor cond(Tensor a, double p) {
        if (Math.abs(p) == 2) {
            Tensor s = svdvals(a);
            Tensor ratio = s.select(-1, 0).div(s.select(-1, s.size(-1) - 1));
            return p > 0 ? ratio : ratio.reciprocal();
        }
        Tensor inverse = Solving.invEx("linalg.cond", a, false)[0];
        Tensor product = matrixNorm(a, p, MATRIX, false, null).mul(matrixNorm(inverse, p, MATRIX, false, null));
        return product.nanToNum(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }

    /** The condition number in the Frobenius ({@code "fro"}) or nuclear ({@code "nuc"}) norm. */
    public static Tensor cond(Tensor a, String p) {
        Tensor inverse = Solving.invEx("linalg.cond", a, false)[0];
        return matrixNorm(a, p, MATRIX, false, null).mul(matrixNorm(inverse, p, MATRIX, false, null));
    }

    /** The condition number: the greatest singular value by the least. */
    public static Tensor cond(Tensor a) {
        Tensor s = svdvals(a);
        return s.select(-1, 0).div(s.select(-1, s.size(-1) - 1));
    }
}
