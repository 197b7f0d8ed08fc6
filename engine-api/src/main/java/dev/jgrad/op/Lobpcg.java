package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.LobpcgOptions;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A few extreme eigenpairs of large symmetric matrices, by {@link LobpcgIteration}, with their derivatives. */
public final class Lobpcg {
    private Lobpcg() {}

    /** Eigenvalues (*, k) and eigenvectors (*, m, k): {@code torch.lobpcg}. */
    public static Tensor[] lobpcg(Tensor a, LobpcgOptions o) {
        if (Batching.anyBatched(a, o.b(), o.x(), o.ik())) {
            return Batching.loop(
                    "lobpcg",
                    t -> lobpcg(
                            java.util.Objects.requireNonNull(t[0]),
                            new LobpcgOptions(o.k(), t[1], t[2], o.n(), t[3], o.niter(), o.tol(), o.largest())),
                    a,
                    o.b(),
                    o.x(),
                    o.ik());
        }
        check(a, o);
        boolean recorded = a.requiresGrad() || o.b() != null && o.b().requiresGrad();
        Tensor whole = recorded ? a.add(a.mT()).mul(0.5) : a;
        Tensor[] out = Grad.noGrad(() -> all(whole.detach(), o));
        boolean general = o.b() != null;
        Dispatcher.recordAll(
                "LOBPCGAutogradFunctionBackward",
                out,
                new Tensor[] {whole, o.b()},
                new Tensor[] {whole, out[0], out[1]},
                c -> {
                    if (general) {
                        throw new AutogradException("lobpcg.backward does not support backward with B != I yet.");
                    }
                    return new Tensor[] {gradient(c), null};
                });
        return out;
    }

    /** The matrices of a batch one after the other. */
    private static Tensor[] all(Tensor a, LobpcgOptions o) {
        long m = a.size(-1);
        Tensor start = o.x();
        long n = start != null ? start.size(-1) : o.n() != null ? o.n() : o.k();
        Tensor as = a.reshape(-1, m, m);
        long count = as.size(0);
        Tensor[] values = new Tensor[Math.toIntExact(count)];
        Tensor[] vectors = new Tensor[values.length];
        double tolerance =
                o.tol() != null ? o.tol() : Math.sqrt(a.dtype().finfo().eps());
        for (int i = 0; i < count; i++) {
            Tensor x = start == null ? Tensors.randn(new TensorOptions(a.dtype(), a.device()), m, n) : one(start, i, n);
            Tensor[] pairs = new LobpcgIteration(
                            as.select(0, i), one(o.b(), i, m), one(o.ik(), i, m), tolerance, o.largest())
                    .run(x, o.niter());
            values[i] = pairs[0].narrow(0, 0, Math.min(o.k(), n));
            vectors[i] = pairs[1].narrow(1, 0, Math.min(o.k(), n));
        }
        long[] sizes = a.shape().toArray();
        sizes[sizes.length - 1] = Math.min(o.k(), n);
        TensorOptions like = new TensorOptions(a.dtype(), a.device());
        return new Tensor[] {
            (count == 0 ? Tensors.empty(like, 0) : Tensors.stack(0, values))
                    .reshape(without(sizes))
                    .detach(),
            (count == 0 ? Tensors.empty(like, 0) : Tensors.stack(0, vectors))
                    .reshape(sizes)
                    .detach()
        };
    }

    private static long[] without(long[] sizes) {
        long[] out = Arrays.copyOf(sizes, sizes.length - 1);
        out[out.length - 1] = sizes[sizes.length - 1];
        return out;
    }

    private static @Nullable Tensor one(@Nullable Tensor t, int i, long columns) {
        return t == null ? null : t.detach().reshape(-1, t.size(-2), columns).select(0, i);
    }

    /**
     * What changes of an eigenvector within the span of those that are known follows from gaps between eigenvalues; what
     * leaves the span solves (e - A) w = g on its complement.
     */
    private static @Nullable Tensor gradient(BackwardContext c) {
        Tensor a = c.saved(0);
        Tensor values = c.saved(1);
        Tensor u = c.saved(2);
        Tensor inner = c.hasGrad(0) ? c.grad(0).diagEmbed() : values.zerosLike().diagEmbed();
        if (!c.hasGrad(1)) {
            return u.matmul(inner).matmul(u.mT());
        }
        Tensor g = c.grad(1);
        long k = values.size(-1);
        Tensor self = Tensors.eye(new TensorOptions(a.dtype(), a.device()), k);
        // 1 on the diagonal keeps it finite; the product drops it again.
        Tensor gaps = values.unsqueeze(-2).sub(values.unsqueeze(-1)).add(self);
        inner = inner.add(u.mT().matmul(g).div(gaps).mul(self.rsub(1)));
        Tensor within = u.matmul(inner).matmul(u.mT());
        Tensor eye = Tensors.eye(new TensorOptions(a.dtype(), a.device()), a.size(-1));
        Tensor known = u.matmul(u.mT());
        Tensor outside = eye.sub(known);
        Tensor leaving = outside.matmul(g);
        Tensor[] columns = new Tensor[Math.toIntExact(k)];
        for (int i = 0; i < k; i++) {
            Tensor shifted = eye.mul(values.narrow(-1, i, 1).unsqueeze(-1)).sub(a);
            Tensor system = outside.matmul(shifted).matmul(outside).add(known);
            columns[i] = Linalg.solve(system, leaving.narrow(-1, i, 1));
        }
        return within.add(Tensors.cat(-1, columns).matmul(u.mT()));
    }

    private static void check(Tensor a, LobpcgOptions o) {
        if (a.dtype() != DType.FLOAT32 && a.dtype() != DType.FLOAT64) {
            throw new DTypeException(
                    "lobpcg takes float32 and float64, got " + a.dtype() + "; convert with .to(FLOAT32)");
        }
        if (a.dim() < 2 || a.size(-1) != a.size(-2)) {
            throw new ShapeException("lobpcg: A must be square, got shape " + a.shape());
        }
        checkLike("B", o.b(), a, a.size(-1));
        checkLike("iK", o.ik(), a, a.size(-1));
        checkLike("X", o.x(), a, o.x() == null ? 0 : o.x().size(-1));
        long m = a.size(-1);
        long n = o.x() != null ? o.x().size(-1) : o.n() != null ? o.n() : o.k();
        if (o.k() < 1 || n < 1) {
            throw new ArgumentException("lobpcg: k and n must be at least 1, got " + o.k() + " and " + n);
        }
        if (m < 3 * n) {
            throw new ArgumentException("LOBPCG algorithm is not applicable when the number of A rows (=" + m
                    + ") is smaller than 3 x the number of requested eigenpairs (=" + n + "); Linalg.eigh is");
        }
        if (!a.detach().isFinite().all().itemBoolean()) {
            throw new ArgumentException("lobpcg: A has elements that are not finite");
        }
    }

    private static void checkLike(String name, @Nullable Tensor t, Tensor a, long columns) {
        if (t == null) {
            return;
        }
        long[] expected = a.shape().toArray();
        expected[expected.length - 1] = columns;
        if (!Arrays.equals(expected, t.shape().toArray())) {
            throw new ShapeException("lobpcg: " + name + " shape mismatch: got " + t.shape() + ", expected "
                    + Arrays.toString(expected));
        }
        if (t.dtype() != a.dtype()) {
            throw new DTypeException("lobpcg: expected A and " + name + " to have the same dtype, but got: " + a.dtype()
                    + " and " + t.dtype());
        }
    }
}
