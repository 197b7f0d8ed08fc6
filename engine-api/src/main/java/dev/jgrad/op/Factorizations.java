package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
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
        HostMatrices.checkSquare("linalg.cholesky", a);
        int n = Math.toIntExact(a.size(-1));
        Tensor source = upper ? a.mT() : a;
        Tensor out = HostMatrices.apply(source, new long[][] {{n, n}}, m -> {
            double[] l = new double[n * n];
            int failed = DenseAlgorithms.cholesky(m, l, n);
            if (failed != 0) {
                throw new ArgumentException(
                        "linalg.cholesky: The factorization could not be completed because the input"
                                + " is not positive-definite (the leading minor of order " + failed
                                + " is not positive-definite).");
            }
            return new double[][] {l};
        })[0];
        Tensor lower = Dispatcher.record("LinalgCholeskyExBackward0", out, new Tensor[] {a}, new Tensor[] {out}, c -> {
            Tensor l = c.saved(0);
            Tensor inverse = Solving.inv(l);
            Tensor p = l.mT().matmul(c.grad()).tril(0);
            Tensor half = p.sub(p.mul(eye(p, n)).mul(0.5));
            Tensor g = inverse.mT().matmul(half).matmul(inverse);
            return new Tensor[] {g.add(g.mT()).mul(0.5)};
        });
        return upper ? lower.mT() : lower;
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
        int m = Math.toIntExact(a.size(-2));
        int n = Math.toIntExact(a.size(-1));
        int k = complete ? m : Math.min(m, n);
        Tensor[] out = HostMatrices.apply(a, new long[][] {{m, k}, {k, n}}, x -> {
            double[][] f = DenseAlgorithms.qr(x, m, n);
            double[] q = new double[m * k];
            for (int i = 0; i < m; i++) {
                System.arraycopy(f[0], i * m, q, i * k, k);
            }
            return new double[][] {q, java.util.Arrays.copyOf(f[1], k * n)};
        });
        Dispatcher.recordAll("LinalgQrBackward0", out, new Tensor[] {a}, new Tensor[] {out[0], out[1]}, c -> {
            if (m < n || (complete && m > n)) {
                throw new dev.jgrad.data.AutogradException("The QR decomposition is not differentiable when "
                        + (complete ? "mode='complete' and nrows > ncols." : "nrows < ncols."));
            }
            Tensor q = c.saved(0);
            Tensor r = c.saved(1);
            Tensor x = r.matmul(c.grad(1).mT()).sub(c.grad(0).mT().matmul(q));
            Tensor symmetric = x.tril(0).add(x.tril(-1).mT());
            Tensor right = c.grad(0).add(q.matmul(symmetric));
            return new Tensor[] {Solving.solveTriangular(r.mT(), right, false, false, false)};
        });
        return out;
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
        int n = Math.toIntExact(a.size(-1));
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
        int m = Math.toIntExact(a.size(-2));
        int n = Math.toIntExact(a.size(-1));
        int k = Math.min(m, n);
        long[][] shapes = {{m, full ? m : k}, {k}, {full ? n : k, n}};
        Tensor[] out = HostMatrices.apply(a, shapes, x -> DenseAlgorithms.svd(x, m, n, full));
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

    /** Singular values that count as zero. */
    private static Tensor cutoff(Tensor a, Tensor s, @Nullable Double atol, @Nullable Double rtol) {
        double eps = a.dtype() == dev.jgrad.data.DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f);
        double absolute = atol == null ? 0 : atol;
        double relative = rtol != null ? rtol : atol != null && atol > 0 ? 0 : eps * Math.max(a.size(-1), a.size(-2));
        Tensor top = s.amax(new int[] {-1}, true);
        return top.mul(relative).clampMin(absolute);
    }

    /** How many singular values are not zero. */
    public static Tensor matrixRank(Tensor a, @Nullable Double atol, @Nullable Double rtol) {
        if (Autocasting.applies("linalg_matrix_rank", a)) {
            return Autocasting.run("linalg_matrix_rank", in -> matrixRank(in[0], atol, rtol), a);
        }
        Tensor x = a.detach();
        Tensor s = svd(x, false)[1];
        if (s.size(-1) == 0) {
            return s.sum(new int[] {-1}, false).to(dev.jgrad.data.DType.INT64);
        }
        return s.gt(cutoff(x, s, atol, rtol)).sum(new int[] {-1}, false);
    }

    /** The Moore-Penrose inverse. */
    public static Tensor pinv(Tensor a, @Nullable Double atol, @Nullable Double rtol) {
        if (Autocasting.applies("pinverse", a)) {
            return Autocasting.run("pinverse", in -> pinv(in[0], atol, rtol), a);
        }
        HostMatrices.check("linalg.pinv", a);
        Tensor out = dev.jgrad.autograd.Grad.noGrad(() -> {
            Tensor x = a.detach();
            if (x.numel() == 0) {
                return x.newZeros(HostMatrices.sizes(x, 2, x.size(-1), x.size(-2)));
            }
            Tensor[] f = svd(x, false);
            Tensor inverse = f[1].reciprocal().maskedFill(f[1].le(cutoff(x, f[1], atol, rtol)), 0);
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
