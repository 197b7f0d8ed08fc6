package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.op.MatmulOps;
import dev.jgrad.op.Norms;

/** Matrix products and norms. */
public sealed interface LinalgMethods permits Tensor {
    /** The product PyTorch writes as {@code @}, broadcasting over leading dimensions. */
    default Tensor matmul(Tensor other) {
        return MatmulOps.matmul((Tensor) this, other);
    }

    /** [m,k] x [k,n]. */
    default Tensor mm(Tensor other) {
        return MatmulOps.mm((Tensor) this, other);
    }

    /** [b,m,k] x [b,k,n]. */
    default Tensor bmm(Tensor other) {
        return MatmulOps.bmm((Tensor) this, other);
    }

    /** Matrix times vector. */
    default Tensor mv(Tensor vector) {
        return MatmulOps.mv((Tensor) this, vector);
    }

    /** Inner product of vectors. */
    default Tensor dot(Tensor other) {
        return MatmulOps.dot((Tensor) this, other);
    }

    /** this + a @ b. */
    default Tensor addmm(Tensor a, Tensor b) {
        return MatmulOps.addmm((Tensor) this, a, b, 1, 1);
    }

    /** beta * this + alpha * a @ b. */
    default Tensor addmm(Tensor a, Tensor b, double beta, double alpha) {
        return MatmulOps.addmm((Tensor) this, a, b, beta, alpha);
    }

    /** beta * this + alpha * a @ b over batches. */
    default Tensor baddbmm(Tensor batch1, Tensor batch2, double beta, double alpha) {
        return MatmulOps.baddbmm((Tensor) this, batch1, batch2, beta, alpha);
    }

    /** All products of elements of two vectors. */
    default Tensor outer(Tensor other) {
        Tensor self = (Tensor) this;
        if (self.dim() != 1 || other.dim() != 1) {
            boolean first = self.dim() != 1;
            throw new ShapeException("outer: Expected 1-D argument " + (first ? "self" : "vec2") + ", but got "
                    + (first ? self : other).dim() + "-D");
        }
        return self.reshape(self.numel(), 1).mul(other);
    }

    /** Euclidean norm of all elements. */
    default Tensor norm() {
        return norm(2);
    }

    /** p-norm of all elements. */
    default Tensor norm(double p) {
        return Norms.norm((Tensor) this, p, new int[0], false);
    }

    /** The Frobenius norm, {@code fro}, of all elements, or the nuclear norm, {@code nuc}, of a matrix. */
    default Tensor norm(String p) {
        return norm(p, new int[0], false);
    }

    /** The Frobenius norm, {@code fro}, over dimensions (all when empty), or the nuclear norm, {@code nuc}, over two. */
    default Tensor norm(String p, int[] dims, boolean keepDim) {
        return switch (p) {
            case "fro" -> norm(2, dims, keepDim);
            case "nuc" -> {
                int[] matrix = dims.length == 0 ? new int[] {-2, -1} : dims;
                yield Linalg.matrixNorm((Tensor) this, "nuc", matrix, keepDim, null);
            }
            default -> throw new ArgumentException("norm: expected \"fro\", \"nuc\" or a number, got \"" + p + "\"");
        };
    }

    /** p-norm over dimensions (all when empty). */
    default Tensor norm(double p, int[] dims, boolean keepDim) {
        return Norms.norm((Tensor) this, p, dims, keepDim);
    }
}
