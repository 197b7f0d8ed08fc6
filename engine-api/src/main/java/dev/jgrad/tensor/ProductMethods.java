package dev.jgrad.tensor;

import dev.jgrad.data.ShapeException;
import dev.jgrad.op.Autocasting;
import dev.jgrad.op.InPlace;
import dev.jgrad.op.Products;

/** Products of vectors and tensors, and distances; those of matrices are in {@link LinalgMethods}. */
public sealed interface ProductMethods permits Tensor {
    /** The sum of products over the last dimensions of both. */
    default Tensor inner(Tensor other) {
        Tensor self = (Tensor) this;
        if (self.dim() == 0 || other.dim() == 0) {
            return self.mul(other);
        }
        if (self.size(-1) != other.size(-1)) {
            throw new ShapeException("inner() the last dimension must match on both input tensors but got" + " shapes "
                    + self.shape() + " and " + other.shape());
        }
        if (self.dim() == 1 && other.dim() == 1) {
            return self.permute(0).dot(other.permute(0)).view();
        }
        return Products.tensordot(self, other, new int[] {-1}, new int[] {-1});
    }

    /** The inner product of vectors. */
    default Tensor vdot(Tensor other) {
        if (Autocasting.applies("vdot", (Tensor) this)) {
            return Autocasting.run("vdot", in -> in[0].vdot(in[1]), (Tensor) this, other);
        }
        return ((Tensor) this).dot(other);
    }

    /** The Kronecker product. */
    default Tensor kron(Tensor other) {
        return Products.kron((Tensor) this, other);
    }

    /** The vector product along the first dimension of size 3. */
    default Tensor cross(Tensor other) {
        return Products.cross((Tensor) this, other);
    }

    /** The vector product along a dimension of size 3. */
    default Tensor cross(Tensor other, int dim) {
        return Products.cross((Tensor) this, other, dim);
    }

    /** beta * this + alpha * outer(vec1, vec2). */
    default Tensor addr(Tensor vec1, Tensor vec2, double beta, double alpha) {
        return Products.addr((Tensor) this, vec1, vec2, beta, alpha);
    }

    /** {@link #addr} in place. */
    default Tensor addr_(Tensor vec1, Tensor vec2, double beta, double alpha) {
        return InPlace.apply("addr", (Tensor) this, x -> Products.addr(x, vec1, vec2, beta, alpha));
    }

    /** beta * this + alpha * mat @ vec. */
    default Tensor addmv(Tensor mat, Tensor vec, double beta, double alpha) {
        return Products.addmv((Tensor) this, mat, vec, beta, alpha);
    }

    /** {@link #addmv} in place. */
    default Tensor addmv_(Tensor mat, Tensor vec, double beta, double alpha) {
        return InPlace.apply("addmv", (Tensor) this, x -> Products.addmv(x, mat, vec, beta, alpha));
    }

    /** beta * this + alpha * the sum of batch1[i] @ batch2[i]. */
    default Tensor addbmm(Tensor batch1, Tensor batch2, double beta, double alpha) {
        return Products.addbmm((Tensor) this, batch1, batch2, beta, alpha);
    }

    /** {@link #addbmm} in place. */
    default Tensor addbmm_(Tensor batch1, Tensor batch2, double beta, double alpha) {
        return InPlace.apply("addbmm", (Tensor) this, x -> Products.addbmm(x, batch1, batch2, beta, alpha));
    }

    /** {@code baddbmm} in place. */
    default Tensor baddbmm_(Tensor batch1, Tensor batch2, double beta, double alpha) {
        return InPlace.apply("baddbmm", (Tensor) this, x -> x.baddbmm(batch1, batch2, beta, alpha));
    }

    /** The p-norm of the difference. */
    default Tensor dist(Tensor other, double p) {
        return Products.dist((Tensor) this, other, p);
    }

    /** Sub-tensors along a dimension, those of greater p-norm scaled down to maxnorm. */
    default Tensor renorm(double p, int dim, double maxnorm) {
        return Products.renorm((Tensor) this, p, dim, maxnorm);
    }

    /** {@link #renorm} in place. */
    default Tensor renorm_(double p, int dim, double maxnorm) {
        return InPlace.apply("renorm", (Tensor) this, x -> Products.renorm(x, p, dim, maxnorm));
    }
}
