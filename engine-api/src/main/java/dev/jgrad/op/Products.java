package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Broadcasting;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;

/** Products beyond those of matrices: tensordot, Kronecker, cross, and sums of outer products. */
public final class Products {
    private Products() {}

    /** Sums over the last {@code dims} dimensions of a and the first of b. */
    public static Tensor tensordot(Tensor a, Tensor b, int dims) {
        if (dims < 0) {
            throw new ArgumentException("tensordot expects dims >= 0, but got dims=" + dims);
        }
        if (dims > Math.min(a.dim(), b.dim())) {
            throw new ShapeException("tensordot expects dims < ndim_a or ndim_b, but got dims=" + dims + " for "
                    + a.dim() + "D and " + b.dim() + "D tensors");
        }
        int[] left = new int[dims];
        int[] right = new int[dims];
        for (int i = 0; i < dims; i++) {
            left[i] = a.dim() - dims + i;
            right[i] = i;
        }
        return tensordot(a, b, left, right);
    }

    /** Sums over pairs of dimensions. */
    public static Tensor tensordot(Tensor a, Tensor b, int[] dimsA, int[] dimsB) {
        if (Autocasting.applies("tensordot", a)) {
            return Autocasting.run("tensordot", in -> tensordot(in[0], in[1], dimsA, dimsB), a, b);
        }
        if (dimsA.length != dimsB.length) {
            throw new ArgumentException("both dimension lists should have same length");
        }
        Tensor x = a;
        Tensor y = b;
        boolean[] usedA = dimsA.length == 0 ? new boolean[a.dim()] : Dims.mask(dimsA, a.dim());
        boolean[] usedB = dimsB.length == 0 ? new boolean[b.dim()] : Dims.mask(dimsB, b.dim());
        long inner = 1;
        for (int i = 0; i < dimsA.length; i++) {
            long sizeA = a.size(dimsA[i]);
            long sizeB = b.size(dimsB[i]);
            if (sizeB == 1) {
                x = x.sum(new int[] {dimsA[i]}, true, x.dtype());
            } else if (sizeA == 1) {
                y = y.sum(new int[] {dimsB[i]}, true, y.dtype());
            } else if (sizeA != sizeB) {
                throw new ShapeException("contracted dimensions need to match, but first has size " + sizeA + " in dim "
                        + dimsA[i] + " and second has size " + sizeB + " in dim " + dimsB[i]);
            } else {
                inner *= sizeA;
            }
        }
        int[] orderA = new int[a.dim()];
        int[] orderB = new int[b.dim()];
        int freeA = a.dim() - dimsA.length;
        int freeB = b.dim() - dimsB.length;
        long[] sizes = new long[freeA + freeB];
        int n = 0;
        for (int d = 0; d < a.dim(); d++) {
            if (!usedA[d]) {
                sizes[n] = a.size(d);
                orderA[n++] = d;
            }
        }
        for (int i = 0; i < dimsA.length; i++) {
            orderA[n + i] = Dims.wrap(dimsA[i], a.dim());
            orderB[i] = Dims.wrap(dimsB[i], b.dim());
        }
        int m = dimsB.length;
        for (int d = 0; d < b.dim(); d++) {
            if (!usedB[d]) {
                sizes[freeA + m - dimsB.length] = b.size(d);
                orderB[m++] = d;
            }
        }
        long rows = Dims.numel(Arrays.copyOf(sizes, freeA));
        long columns = Dims.numel(Arrays.copyOfRange(sizes, freeA, sizes.length));
        Tensor left = x.permute(orderA).reshape(rows, inner);
        Tensor right = y.permute(orderB).reshape(inner, columns);
        return left.mm(right).reshape(sizes);
    }

    /** The Kronecker product. */
    public static Tensor kron(Tensor a, Tensor b) {
        int rank = Math.max(a.dim(), b.dim());
        long[] left = new long[2 * rank];
        long[] right = new long[2 * rank];
        long[] sizes = new long[rank];
        for (int d = 0; d < rank; d++) {
            long sizeA = d < rank - a.dim() ? 1 : a.size(d - (rank - a.dim()));
            long sizeB = d < rank - b.dim() ? 1 : b.size(d - (rank - b.dim()));
            left[2 * d] = sizeA;
            left[2 * d + 1] = 1;
            right[2 * d] = 1;
            right[2 * d + 1] = sizeB;
            sizes[d] = sizeA * sizeB;
        }
        Tensor product = a.reshape(left).mul(b.reshape(right));
        return product.isContiguous() ? Reshaping.unsafeView(product, sizes) : product.reshape(sizes);
    }

    /** The vector product along a dimension of size 3. */
    public static Tensor cross(Tensor a, Tensor b, int dim) {
        if (Autocasting.applies("cross", a)) {
            return Autocasting.run("cross", in -> cross(in[0], in[1], dim), a, b);
        }
        if (a.dim() != b.dim()) {
            throw new ShapeException("linalg.cross: inputs must have the same number of dimensions.");
        }
        int d = Dims.wrap(dim, a.dim());
        if (a.dim() == 0 || a.size(d) != 3 || b.size(d) != 3) {
            throw new ShapeException("linalg.cross: inputs dimension " + dim + " must have length 3. Got "
                    + (a.dim() == 0 ? 1 : a.size(d)) + " and " + (b.dim() == 0 ? 1 : b.size(d)));
        }
        sameDType("cross", a, b);
        Tensor out = Grad.noGrad(() -> {
            Tensor x = a.detach();
            Tensor y = b.detach();
            return x.roll(-1, d).mul(y.roll(-2, d)).sub(x.roll(-2, d).mul(y.roll(-1, d)));
        });
        return Dispatcher.record(
                "LinalgCrossBackward0", out, new Tensor[] {a, b}, new Tensor[] {a, b}, c -> new Tensor[] {
                    c.needs(0) ? crossed(c.saved(1), c.grad(), d) : null,
                    c.needs(1) ? crossed(c.grad(), c.saved(0), d) : null
                });
    }

    private static void sameDType(String op, Tensor a, Tensor b) {
        if (a.dtype() != b.dtype()) {
            throw new DTypeException(op + ": expected scalar type " + a.dtype().scalarTypeName() + " but found "
                    + b.dtype().scalarTypeName());
        }
    }

    private static Tensor crossed(Tensor a, Tensor b, int d) {
        Tensor[] both = Tensors.broadcastTensors(a, b);
        return cross(both[0], both[1], d);
    }

    /** {@link #cross(Tensor, Tensor, int)} along the first dimension of size 3. */
    public static Tensor cross(Tensor a, Tensor b) {
        for (int d = 0; d < a.dim(); d++) {
            if (a.size(d) == 3) {
                return cross(a, b, d);
            }
        }
        throw new ShapeException("no dimension of size 3 in input");
    }

    /** beta self + alpha a b^T. */
    public static Tensor addr(Tensor self, Tensor a, Tensor b, double beta, double alpha) {
        if (Autocasting.applies("addr", self)) {
            return Autocasting.run("addr", in -> addr(in[0], in[1], in[2], beta, alpha), self, a, b);
        }
        if (a.dim() != 1 || b.dim() != 1) {
            throw new ShapeException(
                    "addr: Expected 1-D argument vec1 and vec2, but got " + a.dim() + "-D and " + b.dim() + "-D");
        }
        checkExpands("addr", self, a.size(0), b.size(0));
        if (self.dtype().isBool() && a.dtype().isBool() && b.dtype().isBool()) {
            Tensor product = a.unsqueeze(1).logicalAnd(b.unsqueeze(0));
            Tensor scaled = alpha != 0 ? product : product.zerosLike();
            return beta != 0 ? scaled.logicalOr(self) : scaled;
        }
        return Composed.named(
                "AddrBackward0",
                new Tensor[] {self, a, b},
                t -> blended(t[0], t[1].unsqueeze(1).mul(t[2].unsqueeze(0)), beta, alpha));
    }

    /** beta self + alpha a x. */
    public static Tensor addmv(Tensor self, Tensor a, Tensor x, double beta, double alpha) {
        if (Autocasting.applies("addmv", self)) {
            return Autocasting.run("addmv", in -> addmv(in[0], in[1], in[2], beta, alpha), self, a, x);
        }
        if (a.dim() != 2 || x.dim() != 1 || self.dim() > 1) {
            throw new ShapeException(
                    "vector + matrix @ vector expected, got " + self.dim() + ", " + a.dim() + ", " + x.dim());
        }
        if (a.size(1) != x.size(0) || (self.dim() == 1 && self.size(0) != 1 && self.size(0) != a.size(0))) {
            throw new ShapeException("size mismatch, got input (" + self.shape() + "), mat (" + a.size(0) + "x"
                    + a.size(1) + "), vec (" + x.size(0) + ")");
        }
        sameDType("addmv", self, a);
        return Composed.named(
                "AddmvBackward0", new Tensor[] {self, a, x}, t -> blended(t[0], t[1].mv(t[2]), beta, alpha));
    }

    /** beta self + alpha times the sum of products of two batches of matrices. */
    public static Tensor addbmm(Tensor self, Tensor a, Tensor b, double beta, double alpha) {
        if (Autocasting.applies("addbmm", self)) {
            return Autocasting.run("addbmm", in -> addbmm(in[0], in[1], in[2], beta, alpha), self, a, b);
        }
        if (a.dim() != 3 || b.dim() != 3) {
            throw new ShapeException("batch1 and batch2 must be 3D tensors");
        }
        if (a.size(0) != b.size(0) || a.size(2) != b.size(1)) {
            throw new ShapeException("Incompatible matrix sizes for bmm (" + a.shape() + " and " + b.shape() + ")");
        }
        checkExpands("addbmm", self, a.size(1), b.size(2));
        sameDType("addbmm", self, a);
        return Composed.named("AddbmmBackward0", new Tensor[] {self, a, b}, t -> {
            Tensor sum = ReductionOps.sum(t[1].bmm(t[2]), new int[] {0}, false, t[1].dtype());
            return blended(t[0], sum, beta, alpha);
        });
    }

    private static void checkExpands(String op, Tensor self, long rows, long columns) {
        long[] sizes = {rows, columns};
        if (!Broadcasting.expandsTo(TensorAccess.shown(self).sizes(), sizes)) {
            throw new ShapeException(op + ": expected input of shape " + Arrays.toString(sizes)
                    + " or one that broadcasts to it, got " + self.shape());
        }
    }

    /** With beta 0 the first operand does not count, whatever it holds. */
    private static Tensor blended(Tensor self, Tensor product, double beta, double alpha) {
        boolean floating = product.dtype().isFloatingPoint() || self.dtype().isFloatingPoint();
        Tensor scaled = alpha == 1 ? product : floating ? product.mul(alpha) : product.mul((long) alpha);
        if (beta == 0) {
            Tensor none = self.isFloatingPoint() ? self.mul(0.0).nanToNum(0, 0, 0) : self.mul(0L);
            return none.expandAs(scaled).add(scaled);
        }
        Tensor first = beta == 1 ? self : floating ? self.mul(beta) : self.mul((long) beta);
        return first.add(scaled);
    }

    /** Distances between all pairs of rows of two (batches of) matrices. */
    public static Tensor cdist(Tensor a, Tensor b, double p) {
        if (Autocasting.applies("cdist", a)) {
            return Autocasting.run("cdist", in -> cdist(in[0], in[1], p), a, b);
        }
        if (a.dim() < 2 || b.dim() < 2) {
            throw new ShapeException("cdist only supports at least 2D tensors, X" + (a.dim() < 2 ? 1 : 2) + " got: "
                    + Math.min(a.dim(), b.dim()) + "D");
        }
        if (a.size(-1) != b.size(-1)) {
            throw new ShapeException(
                    "X1 and X2 must have the same number of columns. X1: " + a.size(-1) + " X2: " + b.size(-1));
        }
        if (!(p >= 0)) {
            throw new ArgumentException("cdist only supports non-negative p values");
        }
        sameDType("cdist", a, b);
        LayerNorm.checkFloating("cdist", a);
        return Composed.named("CdistBackward0", new Tensor[] {a, b}, t -> {
            Tensor difference = t[0].unsqueeze(-2).sub(t[1].unsqueeze(-3));
            return t[0].size(-1) == 0
                    ? difference.sum(new int[] {-1}, false)
                    : difference.norm(p, new int[] {-1}, false);
        });
    }

    /** The p-norm of a difference. */
    public static Tensor dist(Tensor a, Tensor b, double p) {
        if (Autocasting.applies("dist", a)) {
            return Autocasting.run("dist", in -> dist(in[0], in[1], p), a, b);
        }
        return Composed.named("DistBackward0", new Tensor[] {a, b}, t -> {
            Tensor difference = t[0].sub(t[1]);
            boolean narrow = difference.isFloatingPoint() && difference.dtype().byteSize() == 2;
            // Powers of half precision overflow early.
            return narrow
                    ? difference.toFloat().norm(p, new int[0], false).to(difference.dtype())
                    : difference.norm(p, new int[0], false);
        });
    }

    /** Sub-tensors along a dimension scaled down to at most a norm. */
    public static Tensor renorm(Tensor self, double p, int dim, double maxNorm) {
        if (Autocasting.applies("renorm", self)) {
            return Autocasting.run("renorm", in -> renorm(in[0], p, dim, maxNorm), self);
        }
        if (self.dim() < 2) {
            throw new ShapeException("renorm: input needs at least 2 dimensions, got " + self.dim() + " dimensions");
        }
        if (p <= 0) {
            throw new ArgumentException("renorm: non-positive-norm not supported");
        }
        if (!(maxNorm >= 0)) {
            throw new ArgumentException("renorm: expected maxnorm to be >= 0 but got " + maxNorm);
        }
        int d = Dims.wrap(dim, self.dim());
        int[] others = new int[self.dim() - 1];
        for (int k = 0, n = 0; k < self.dim(); k++) {
            if (k != d) {
                others[n++] = k;
            }
        }
        return Composed.named("RenormBackward0", new Tensor[] {self}, t -> {
            Tensor norm = t[0].norm(p, others, true);
            Tensor one = Tensors.ones(new TensorOptions(norm.dtype(), norm.device()));
            Tensor scale = Tensors.where(norm.gt(maxNorm), norm.add(1e-7).rdiv(maxNorm), one);
            return t[0].mul(scale);
        });
    }
}
