package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** Cholesky, QR, eigenvalues, singular values, and what follows from them. Gradients: Giles 2008; Townsend 2016. */
public final class Factorizations {
    private Factorizations() {}

    private static Tensor eye(Tensor like, long n) {
        return Tensors.eye(new TensorOptions(like.dtype(), like.device()), n, n);
    }

    /** The lower (or upper) factor of a positive definite matrix. */
    public static Tensor cholesky(Tensor a, boolean upper) {
        if (Autocasting.applies("linalg_cholesky", a)) {
            return Autocasting.run("linalg_cholesky", in -> cholesky(in[0], upper), a);
        }
        Tensor[] f = choleskyEx("linalg.cholesky", a, upper);
        if (Batching.any(f[1].ne(0))) {
            throw notPositive(f[1]);
        }
        return f[0];
    }

    /** Says which matrix is not positive definite. */
    public static ArgumentException notPositive(Tensor info) {
        Tensor flat = Batching.lower(info).reshape(-1);
        int at = 0;
        while (flat.select(0, at).itemLong() == 0) {
            at++;
        }
        return new ArgumentException("linalg.cholesky: " + (info.dim() == 0 ? "" : "(Batch element " + at + "): ")
                + "The factorization could not be completed because the input is not positive-definite (the leading minor of"
                + " order " + flat.select(0, at).itemLong() + " is not positive-definite).");
    }

    /** The factor, and per matrix the order of the leading minor that is not positive definite, 0 for none. */
    public static Tensor[] choleskyEx(String op, Tensor a, boolean upper) {
        HostMatrices.checkSquare(op, a);
        int n = HeapArrays.length(a.size(-1));
        Tensor source = upper ? a.mT() : a;
        Tensor[] both = HostMatrices.apply(source, new long[][] {{n, n}, {}}, m -> {
            double[] l = new double[n * n];
            int failed = DenseAlgorithms.cholesky(m, l, n);
            return new double[][] {l, {failed}};
        });
        Tensor out = both[0];
        Tensor lower = Dispatcher.record("LinalgCholeskyExBackward0", out, new Tensor[] {a}, new Tensor[] {out}, c -> {
            Tensor l = c.saved(0);
            Tensor inverse = Solving.inv(l);
            Tensor p = l.mT().matmul(c.grad()).tril(0);
            Tensor half = p.sub(p.mul(eye(p, n)).mul(0.5));
            Tensor g = inverse.mT().matmul(half).matmul(inverse);
            return new Tensor[] {g.add(g.mT()).mul(0.5)};
        });
        return new Tensor[] {upper ? lower.mT() : lower, both[1].to(DType.INT32)};
    }

    /** Q with orthonormal columns and R, upper triangular; mode reduced, complete or r. */
    public static Tensor[] qr(Tensor a, String mode) {
        if (Autocasting.applies("linalg_qr", a)) {
            return Autocasting.compute("linalg_qr", in -> qr(in[0], mode), a);
        }
        HostMatrices.check("linalg.qr", a);
        boolean complete = mode.equals("complete");
        if (!complete && !mode.equals("reduced") && !mode.equals("r")) {
            throw new ArgumentException("qr received unrecognized mode '" + mode
                    + "' but expected one of 'reduced' (default), 'r', or 'complete'");
        }
        int m = HeapArrays.length(a.size(-2));
        int n = HeapArrays.length(a.size(-1));
        int k = complete ? m : Math.min(m, n);
        Tensor[] out = HostMatrices.apply(a, new long[][] {{m, k}, {k, n}}, x -> {
            double[] tau = Reflections.factor(x, m, n);
            double[] q = Reflections.product(x, tau, m, n, k);
            double[] r = new double[k * n];
            for (int i = 0; i < Math.min(m, k); i++) {
                System.arraycopy(x, i * n + Math.min(i, n), r, i * n + Math.min(i, n), n - Math.min(i, n));
            }
            return new double[][] {q, r};
        });
        if (mode.equals("r")) {
            out[0] = a.detach().newZeros(0);
        }
        Dispatcher.recordAll("LinalgQrBackward0", out, new Tensor[] {a}, new Tensor[] {out[0], out[1]}, c -> {
            if (mode.equals("r") || complete && m > n) {
                throw new AutogradException("The QR decomposition is not differentiable when "
                        + (complete ? "mode='complete' and nrows > ncols." : "mode='r'. Use mode='reduced' instead."));
            }
            return new Tensor[] {qrGradient(c.saved(0), c.saved(1), c.grad(0), c.grad(1), m, n)};
        });
        return out;
    }

    /** A wide matrix is a square part and columns Q R2; those add to the gradient of Q. */
    private static Tensor qrGradient(Tensor q, Tensor r, Tensor gq, Tensor gr, int m, int n) {
        if (m < n) {
            Tensor gr2 = gr.narrow(-1, m, n - m);
            Tensor more = gq.add(q.matmul(r.narrow(-1, m, n - m)).matmul(gr2.mT()));
            Tensor square = qrGradient(q, r.narrow(-1, 0, m), more, gr.narrow(-1, 0, m), m, m);
            return Tensors.cat(q.dim() - 1, square, q.matmul(gr2));
        }
        Tensor x = r.matmul(gr.mT()).sub(gq.mT().matmul(q));
        Tensor symmetric = x.tril(0).add(x.tril(-1).mT());
        Tensor right = gq.add(q.matmul(symmetric));
        return TriangularSolving.solve(r.mT(), right, false, false, false);
    }

    /** Eigenvalues in ascending order and eigenvectors of a symmetric matrix, read from one triangle. */
    public static Tensor[] eigh(Tensor a, String triangle) {
        if (Autocasting.applies("linalg_eigh", a)) {
            return Autocasting.compute("linalg_eigh", in -> eigh(in[0], triangle), a);
        }
        HostMatrices.checkSquare("linalg.eigh", a);
        if (!triangle.equals("L") && !triangle.equals("U")) {
            throw new ArgumentException("Expected UPLO argument to be 'L' or 'U', but got " + triangle);
        }
        int n = HeapArrays.length(a.size(-1));
        boolean lower = triangle.equals("L");
        Tensor[] out = HostMatrices.apply(a, new long[][] {{n}, {n, n}}, x -> {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    double v = lower ? x[i * n + j] : x[j * n + i];
                    x[i * n + j] = v;
                    x[j * n + i] = v;
                }
            }
            return DenseAlgorithms.eigh(x, n);
        });
        Dispatcher.recordAll("LinalgEighBackward0", out, new Tensor[] {a}, new Tensor[] {out[0], out[1]}, c -> {
            Tensor values = c.saved(0);
            Tensor v = c.saved(1);
            Tensor inner = c.grad(0).diagEmbed();
            if (c.hasGrad(1)) {
                Tensor gaps = values.unsqueeze(-2).sub(values.unsqueeze(-1)).add(eye(v, n));
                Tensor off = v.mT().matmul(c.grad(1)).div(gaps);
                inner = inner.add(off.sub(off.mul(eye(v, n))));
            }
            return new Tensor[] {v.matmul(inner).matmul(v.mT())};
        });
        return out;
    }

    /** U, singular values in descending order, V^T. */
    public static Tensor[] svd(Tensor a, boolean full) {
        if (Autocasting.applies("linalg_svd", a)) {
            return Autocasting.compute("linalg_svd", in -> svd(in[0], full), a);
        }
        HostMatrices.check("linalg.svd", a);
        int m = HeapArrays.length(a.size(-2));
        int n = HeapArrays.length(a.size(-1));
        int k = Math.min(m, n);
        long[][] shapes = {{m, full ? m : k}, {k}, {full ? n : k, n}};
        Tensor[] out = HostMatrices.apply(a, shapes, x -> SingularValues.svd(x, m, n, full));
        Dispatcher.recordAll("LinalgSvdBackward0", out, new Tensor[] {a}, out, c -> {
            Tensor u = c.saved(0).narrow(-1, 0, k);
            Tensor s = c.saved(1);
            Tensor vt = c.saved(2).narrow(-2, 0, k);
            Tensor middle = c.grad(1).diagEmbed();
            Tensor outer = null;
            if (c.hasGrad(0) || c.hasGrad(2)) {
                Tensor square = s.square();
                Tensor gaps = square.unsqueeze(-2).sub(square.unsqueeze(-1)).add(eye(s, k));
                if (c.hasGrad(0)) {
                    Tensor gu = c.grad(0).narrow(-1, 0, k);
                    Tensor skew = skew(u.mT().matmul(gu)).div(gaps);
                    middle = middle.add(skew.mul(s.unsqueeze(-2)));
                    if (m > k) {
                        Tensor scaled = gu.div(s.unsqueeze(-2));
                        outer = scaled.sub(u.matmul(u.mT().matmul(scaled))).matmul(vt);
                    }
                }
                if (c.hasGrad(2)) {
                    Tensor gv = c.grad(2).narrow(-2, 0, k);
                    Tensor skew = skew(vt.matmul(gv.mT())).div(gaps);
                    middle = middle.add(skew.mul(s.unsqueeze(-1)));
                    if (n > k) {
                        Tensor scaled = gv.div(s.unsqueeze(-1));
                        Tensor part = u.matmul(scaled.sub(scaled.matmul(vt.mT()).matmul(vt)));
                        outer = outer == null ? part : outer.add(part);
                    }
                }
            }
            Tensor g = u.matmul(middle).matmul(vt);
            return new Tensor[] {outer == null ? g : g.add(outer)};
        });
        return out;
    }

    private static Tensor skew(Tensor x) {
        return x.sub(x.mT());
    }

    /** Singular values up to max(atol, rtol * greatest) count as zero; by default rtol is eps times the longer side. */
    private static Tensor cutoff(Tensor a, Tensor s, @Nullable Tensor atol, @Nullable Tensor rtol) {
        double eps = a.dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f);
        Tensor usual = Tensors.scalarLike(s, eps * Math.max(a.size(-1), a.size(-2)));
        Tensor relative;
        if (rtol != null) {
            relative = rtol;
        } else {
            relative = atol == null ? usual : Tensors.where(atol.gt(0), Tensors.scalarLike(s, 0), usual);
        }
        Tensor scaled = s.abs().amax(new int[] {-1}, false).mul(relative);
        return (atol == null ? scaled : scaled.maximum(atol)).unsqueeze(-1);
    }

    private static @Nullable Tensor tensor(Tensor like, @Nullable Double value) {
        return value == null ? null : Tensors.scalarLike(like, value);
    }

    /** How many of the singular values of a are not zero. */
    static Tensor rank(Tensor a, Tensor s, @Nullable Tensor atol, @Nullable Tensor rtol) {
        if (s.size(-1) == 0) {
            return s.sum(new int[] {-1}, false).to(DType.INT64);
        }
        return s.abs().gt(cutoff(a, s, atol, rtol)).sum(new int[] {-1}, false);
    }

    /** Q, eigenvalues and Q^T of a hermitian matrix. */
    private static Tensor[] spectral(Tensor x) {
        Tensor[] f = eigh(x, "L");
        return new Tensor[] {f[1], f[0], f[1].mT()};
    }

    /** How many singular values are not zero; of hermitian matrices, read from the lower triangle, eigenvalues. */
    public static Tensor matrixRank(Tensor a, @Nullable Tensor atol, @Nullable Tensor rtol, boolean hermitian) {
        if (Autocasting.applies("linalg_matrix_rank", a)) {
            return Autocasting.run("linalg_matrix_rank", in -> matrixRank(in[0], atol, rtol, hermitian), a);
        }
        HostMatrices.check("linalg.matrix_rank", a);
        Tensor x = a.detach();
        Tensor s = hermitian ? eigh(x, "L")[0] : svd(x, false)[1];
        return rank(x, s, atol, rtol);
    }

    /** {@link #matrixRank(Tensor, Tensor, Tensor, boolean)} with numbers. */
    public static Tensor matrixRank(Tensor a, @Nullable Double atol, @Nullable Double rtol, boolean hermitian) {
        return matrixRank(a, tensor(a, atol), tensor(a, rtol), hermitian);
    }

    /** The Moore-Penrose inverse with numbers. */
    public static Tensor pinv(Tensor a, @Nullable Double atol, @Nullable Double rtol, boolean hermitian) {
        return pinv(a, tensor(a.detach(), atol), tensor(a.detach(), rtol), hermitian);
    }

    /** The Moore-Penrose inverse; of hermitian matrices, read from the lower triangle, by eigenvalues. */
    public static Tensor pinv(Tensor a, @Nullable Tensor atol, @Nullable Tensor rtol, boolean hermitian) {
        if (Autocasting.applies("pinverse", a)) {
            return Autocasting.run("pinverse", in -> pinv(in[0], atol, rtol, hermitian), a);
        }
        HostMatrices.check("linalg.pinv", a);
        Tensor out = Grad.noGrad(() -> {
            Tensor x = a.detach();
            if (x.numel() == 0) {
                return x.newZeros(HostMatrices.sizes(x, 2, x.size(-1), x.size(-2)));
            }
            Tensor[] f = hermitian ? spectral(x) : svd(x, false);
            Tensor inverse = f[1].reciprocal().maskedFill(f[1].abs().le(cutoff(x, f[1], atol, rtol)), 0);
            return f[2].mT().matmul(f[0].mT().mul(inverse.unsqueeze(-1)));
        });
        return Dispatcher.record("LinalgPinvBackward0", out, new Tensor[] {a}, new Tensor[] {a, out}, c -> {
            Tensor x = c.saved(0);
            Tensor p = c.saved(1);
            Tensor pt = p.mT();
            Tensor g = c.grad().mT();
            if (x.size(-2) <= x.size(-1)) {
                Tensor k = g.matmul(p);
                Tensor kp = k.matmul(pt);
                return new Tensor[] {
                    p.matmul(k)
                            .mT()
                            .neg()
                            .add(kp)
                            .sub(x.matmul(p).matmul(kp))
                            .add(pt.matmul(p).matmul(g.sub(k.matmul(x))))
                };
            }
            Tensor k = p.matmul(g);
            Tensor pk = pt.matmul(k);
            return new Tensor[] {
                k.matmul(p)
                        .mT()
                        .neg()
                        .add(g.sub(x.matmul(k)).matmul(p).matmul(pt))
                        .add(pk)
                        .sub(pk.matmul(p).matmul(x))
            };
        });
    }
}
