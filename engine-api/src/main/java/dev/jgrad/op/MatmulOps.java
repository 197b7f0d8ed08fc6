package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.Broadcasting;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.Backend;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Matrix products. */
public final class MatmulOps {
    private MatmulOps() {}

    private static void checkDTypes(String op, Tensor a, Tensor b) {
        if (a.dtype() != b.dtype()) {
            throw new DTypeException("expected m1 and m2 to have the same dtype, but got: "
                    + a.dtype().cppName() + " != " + b.dtype().cppName() + " (in " + op
                    + "; convert one with .to(...))");
        }
        if (a.dtype().isBool()) {
            throw new DTypeException("\"addmm_impl_cpu_\" not implemented for 'Bool'");
        }
    }

    private static Tensor gemm(
            Tensor a, Tensor b, @Nullable Tensor bias, double alpha, double beta, @Nullable Tensor into) {
        Backend be = Dispatcher.backend("matmul", a, b, bias, into);
        Layout al = TensorAccess.plainLayout(a);
        Layout bl = TensorAccess.plainLayout(b);
        int r = al.rank();
        long[] sizes = al.sizes().clone();
        sizes[r - 1] = bl.size(r - 1);
        Layout ol = Layout.contiguous(sizes);
        Tensor out = into != null ? into : Dispatcher.allocate(be, a.dtype(), ol);
        be.linalg()
                .gemm(
                        be.stream(),
                        a.dtype(),
                        TensorAccess.storage(out).buffer(),
                        ol,
                        TensorAccess.storage(a).buffer(),
                        al,
                        TensorAccess.storage(b).buffer(),
                        bl,
                        bias == null ? null : TensorAccess.storage(bias).buffer(),
                        bias == null ? null : TensorAccess.plainLayout(bias).expand(sizes),
                        alpha,
                        beta);
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(bias);
        return out;
    }

    /** [m,k] x [k,n]. */
    public static Tensor mm(Tensor a, Tensor b) {
        if (Autocasting.applies("mm", a)) {
            return Autocasting.run("mm", in -> mm(in[0], in[1]), a, b);
        }
        if (a.dim() != 2 || b.dim() != 2) {
            throw new ShapeException((a.dim() != 2 ? "self" : "mat2") + " must be a matrix; got shapes " + a.shape()
                    + " and " + b.shape());
        }
        checkDTypes("mm", a, b);
        if (a.size(1) != b.size(0)) {
            throw new ShapeException("mat1 and mat2 shapes cannot be multiplied (" + a.size(0) + "x" + a.size(1)
                    + " and " + b.size(0) + "x" + b.size(1) + ")");
        }
        boolean aByColumns = isByColumns(a);
        boolean bByColumns = isByColumns(b);
        return Dispatcher.record(
                "MmBackward0",
                gemm(a, b, null, 1, 0, null),
                new Tensor[] {a, b},
                new Tensor[] {a, b},
                c -> new Tensor[] {
                    c.needs(0) ? leftGradient(c.grad(), c.saved(1), aByColumns) : null,
                    c.needs(1) ? rightGradient(c.grad(), c.saved(0), bByColumns) : null
                });
    }

    /** True for a matrix such as {@code weight.t()}, whose transpose is row-major. */
    private static boolean isByColumns(Tensor t) {
        Layout l = TensorAccess.shown(t);
        return l.stride(0) == 1 && l.stride(1) == l.size(0) && l.size(0) > 1;
    }

    // A gradient lies in memory as its operand does: the gradient of a weight that was transposed is then row-major
    // after transposing back, and nobody has to copy it (mm_mat1_backward and mm_mat2_backward in PyTorch).

    private static Tensor leftGradient(Tensor grad, Tensor right, boolean byColumns) {
        return byColumns ? right.mm(grad.t()).t() : grad.mm(right.t());
    }

    private static Tensor rightGradient(Tensor grad, Tensor left, boolean byColumns) {
        return byColumns ? grad.t().mm(left).t() : left.t().mm(grad);
    }

    /** [b,m,k] x [b,k,n]. */
    public static Tensor bmm(Tensor a, Tensor b) {
        if (Autocasting.applies("bmm", a)) {
            return Autocasting.run("bmm", in -> bmm(in[0], in[1]), a, b);
        }
        if (a.dim() != 3 || b.dim() != 3) {
            throw new ShapeException(
                    "batch1 and batch2 must be 3D tensors; got shapes " + a.shape() + " and " + b.shape());
        }
        checkDTypes("bmm", a, b);
        if (a.size(0) != b.size(0) || a.size(2) != b.size(1)) {
            throw new ShapeException("Expected size for first two dimensions of batch2 tensor to be: [" + a.size(0)
                    + ", " + a.size(2) + "] but got: [" + b.size(0) + ", " + b.size(1) + "].");
        }
        return Dispatcher.record(
                "BmmBackward0",
                gemm(a, b, null, 1, 0, null),
                new Tensor[] {a, b},
                new Tensor[] {a, b},
                c -> new Tensor[] {
                    c.needs(0) ? c.grad().bmm(c.saved(1).transpose(1, 2)) : null,
                    c.needs(1) ? c.saved(0).transpose(1, 2).bmm(c.grad()) : null
                });
    }

    /** beta * self + alpha * a @ b. */
    public static Tensor addmm(Tensor self, Tensor a, Tensor b, double beta, double alpha) {
        if (Autocasting.applies("addmm", self)) {
            return Autocasting.run("addmm", in -> addmm(in[0], in[1], in[2], beta, alpha), self, a, b);
        }
        if (a.dim() != 2 || b.dim() != 2) {
            throw new ShapeException((a.dim() != 2 ? "mat1" : "mat2") + " must be a matrix, got "
                    + (a.dim() != 2 ? a : b).dim() + "-D tensor");
        }
        checkDTypes("addmm", a, b);
        if (a.size(1) != b.size(0)) {
            throw new ShapeException("mat1 and mat2 shapes cannot be multiplied (" + a.size(0) + "x" + a.size(1)
                    + " and " + b.size(0) + "x" + b.size(1) + ")");
        }
        if (self.dtype() != a.dtype()) {
            throw new DTypeException("self and mat2 must have the same dtype, but got "
                    + self.dtype().scalarTypeName() + " and " + b.dtype().scalarTypeName());
        }
        long[] sizes = {a.size(0), b.size(1)};
        if (!Broadcasting.expandsTo(TensorAccess.shown(self).sizes(), sizes)) {
            throw new ShapeException("The expanded size of the tensor (" + sizes[1]
                    + ") must match the existing size (" + (self.dim() == 0 ? 1 : self.size(-1))
                    + ") at non-singleton dimension 1.  Target sizes: " + Arrays.toString(sizes) + ".  Tensor sizes: "
                    + Arrays.toString(TensorAccess.shown(self).sizes()));
        }
        boolean plainBias =
                beta == 1 && alpha == 1 && self.dim() == 1 && self.isContiguous() && self.size(0) == sizes[1];
        Tensor out;
        if (plainBias) {
            out = gemm(a, b, self, 1, 0, null);
        } else if (beta == 0) {
            out = gemm(a, b, null, alpha, 0, null);
        } else {
            Tensor start = CopyOps.room(self.detach().expand(sizes), a, b);
            out = gemm(a, b, null, alpha, beta, start);
        }
        boolean aByColumns = isByColumns(a);
        boolean bByColumns = isByColumns(b);
        return Dispatcher.record(
                "AddmmBackward0", out, new Tensor[] {self, a, b}, new Tensor[] {a, b}, c -> new Tensor[] {
                    c.needs(0) ? scaled(c.grad(), beta) : null,
                    c.needs(1) ? scaled(leftGradient(c.grad(), c.saved(1), aByColumns), alpha) : null,
                    c.needs(2) ? scaled(rightGradient(c.grad(), c.saved(0), bByColumns), alpha) : null
                });
    }

    /** Integers are multiplied by the integral part of the factor, as PyTorch does. */
    static Tensor scaled(Tensor t, double factor) {
        if (factor == 1) {
            return t;
        }
        return t.isFloatingPoint() ? t.mul(factor) : t.mul((long) factor);
    }

    /** beta * self + alpha * a @ b over batches. */
    public static Tensor baddbmm(Tensor self, Tensor a, Tensor b, double beta, double alpha) {
        if (Autocasting.applies("baddbmm", self)) {
            return Autocasting.run("baddbmm", in -> baddbmm(in[0], in[1], in[2], beta, alpha), self, a, b);
        }
        checkDTypes("baddbmm", self, a);
        Tensor product = scaled(Dispatcher.needsRecord(self, a, b) ? Grad.noGrad(() -> bmm(a, b)) : bmm(a, b), alpha);
        Tensor out = Grad.noGrad(() -> beta == 0 ? product : product.add(scaled(self.detach(), beta)));
        WriteChecks.checkBroadcastInto(
                "baddbmm",
                TensorAccess.shown(product).sizes(),
                TensorAccess.shown(self).sizes());
        return Dispatcher.record(
                "BaddbmmBackward0", out, new Tensor[] {self, a, b}, new Tensor[] {a, b}, c -> new Tensor[] {
                    c.needs(0) ? scaled(c.grad(), beta) : null,
                    c.needs(1) ? scaled(c.grad().bmm(c.saved(1).transpose(1, 2)), alpha) : null,
                    c.needs(2) ? scaled(c.saved(0).transpose(1, 2).bmm(c.grad()), alpha) : null
                });
    }

    /** Matrix times vector. */
    public static Tensor mv(Tensor a, Tensor x) {
        if (Autocasting.applies("mv", a)) {
            return Autocasting.run("mv", in -> mv(in[0], in[1]), a, x);
        }
        if (a.dim() != 2 || x.dim() != 1 || a.size(1) != x.size(0)) {
            throw new ShapeException("size mismatch, got input (" + a.shape() + "), vec (" + x.shape() + ")");
        }
        checkDTypes("mv", a, x);
        Tensor out = Grad.noGrad(() -> gemm(a.detach(), x.detach().unsqueeze(1), null, 1, 0, null)
                .squeeze(1)
                .detach());
        return Dispatcher.record("MvBackward0", out, new Tensor[] {a, x}, new Tensor[] {a, x}, c -> new Tensor[] {
            c.needs(0) ? c.grad().unsqueeze(1).mul(c.saved(1).unsqueeze(0)) : null,
            c.needs(1) ? c.saved(0).t().mv(c.grad()) : null
        });
    }

    /** Inner product of two vectors. */
    public static Tensor dot(Tensor a, Tensor b) {
        if (Autocasting.applies("dot", a)) {
            return Autocasting.run("dot", in -> dot(in[0], in[1]), a, b);
        }
        if (a.dim() != 1 || b.dim() != 1) {
            throw new ShapeException("1D tensors expected, but got " + a.dim() + "D and " + b.dim() + "D tensors");
        }
        if (a.dtype() != b.dtype()) {
            throw new DTypeException("dot : expected both vectors to have same dtype, but found "
                    + a.dtype().scalarTypeName() + " and " + b.dtype().scalarTypeName());
        }
        if (a.size(0) != b.size(0)) {
            throw new ShapeException("inconsistent tensor size, expected tensor [" + a.size(0) + "] and src ["
                    + b.size(0) + "] to have the same number of elements, but got " + a.size(0) + " and " + b.size(0)
                    + " elements respectively");
        }
        Tensor out = Grad.noGrad(() -> gemm(a.detach().unsqueeze(0), b.detach().unsqueeze(1), null, 1, 0, null)
                .reshape()
                .detach());
        return Dispatcher.record("DotBackward0", out, new Tensor[] {a, b}, new Tensor[] {a, b}, c -> new Tensor[] {
            c.needs(0) ? c.grad().mul(c.saved(1)) : null, c.needs(1) ? c.grad().mul(c.saved(0)) : null
        });
    }

    /** The general product with broadcasting over leading dimensions: {@code torch.matmul}. A composite. */
    public static Tensor matmul(Tensor a, Tensor b) {
        if (Autocasting.applies("matmul", a)) {
            return Autocasting.run("matmul", in -> matmul(in[0], in[1]), a, b);
        }
        int da = a.dim();
        int db = b.dim();
        if (da == 0 || db == 0) {
            throw new ShapeException(
                    "both arguments to matmul need to be at least 1D, but they are " + da + "D and " + db + "D");
        }
        if (da == 1 && db == 1) {
            return dot(a, b);
        }
        if (da == 2 && db == 1) {
            return mv(a, b);
        }
        if (da == 1 && db == 2) {
            return ViewOps.squeezeFresh(mm(a.unsqueeze(0), b), 0);
        }
        if (da == 2 && db == 2) {
            return mm(a, b);
        }
        if (da >= 3 && db <= 2) {
            return foldLeft(a, b);
        }
        return batched(a, b);
    }

    /** [..., m, k] x [k, n]: one product of [... * m, k]. */
    private static Tensor foldLeft(Tensor a, Tensor b) {
        long[] sizes = TensorAccess.shown(a).sizes();
        long k = sizes[sizes.length - 1];
        if (k != b.size(0)) {
            long rows = a.numel() / Math.max(1, k);
            throw new ShapeException("mat1 and mat2 shapes cannot be multiplied (" + rows + "x" + k + " and "
                    + b.size(0) + "x" + (b.dim() == 1 ? 1 : b.size(1)) + ")");
        }
        long rows = 1;
        for (int d = 0; d < sizes.length - 1; d++) {
            rows *= sizes[d];
        }
        Tensor flat = a.reshape(rows, k);
        if (b.dim() == 1) {
            return Reshaping.unsafeView(mv(flat, b), Arrays.copyOf(sizes, sizes.length - 1));
        }
        long[] out = sizes.clone();
        out[out.length - 1] = b.size(1);
        return Reshaping.unsafeView(mm(flat, b), out);
    }

    private static Tensor batched(Tensor a, Tensor b) {
        boolean vectorA = a.dim() == 1;
        boolean vectorB = b.dim() == 1;
        Tensor x = vectorA ? a.unsqueeze(0) : a;
        Tensor y = vectorB ? b.unsqueeze(1) : b;
        long[] sx = TensorAccess.shown(x).sizes();
        long[] sy = TensorAccess.shown(y).sizes();
        long[] batch = Broadcasting.sizes(Arrays.copyOf(sx, sx.length - 2), Arrays.copyOf(sy, sy.length - 2));
        long m = sx[sx.length - 2];
        long k = sx[sx.length - 1];
        long n = sy[sy.length - 1];
        long count = Dims.numel(batch);
        Tensor left = x.expand(with(batch, m, k)).reshape(count, m, k);
        Tensor right = y.expand(with(batch, sy[sy.length - 2], n)).reshape(count, sy[sy.length - 2], n);
        Tensor out = Reshaping.unsafeView(bmm(left, right), with(batch, m, n));
        if (vectorA) {
            out = ViewOps.squeezeFresh(out, -2);
        }
        return vectorB ? ViewOps.squeezeFresh(out, -1) : out;
    }

    private static long[] with(long[] batch, long rows, long columns) {
        long[] sizes = Arrays.copyOf(batch, batch.length + 2);
        sizes[batch.length] = rows;
        sizes[batch.length + 1] = columns;
        return sizes;
    }

    /** input @ weight.T + bias: {@code torch.nn.functional.linear}. */
    public static Tensor linear(Tensor input, Tensor weight, @Nullable Tensor bias) {
        if (Autocasting.applies("linear", input)) {
            return Autocasting.run("linear", in -> linear(in[0], in[1], in[2]), input, weight, bias);
        }
        if (bias != null && input.dim() == 2 && weight.dim() == 2) {
            return addmm(bias, input, weight.t(), 1, 1);
        }
        if (bias != null && input.dim() > 0 && weight.dim() == 2) {
            long[] sizes = TensorAccess.shown(input).sizes().clone();
            long k = sizes[sizes.length - 1];
            Tensor flat = input.reshape(Dims.numel(Arrays.copyOf(sizes, sizes.length - 1)), k);
            sizes[sizes.length - 1] = weight.size(0);
            return addmm(bias, flat, weight.t(), 1, 1).view(sizes);
        }
        Tensor product = matmul(input, weight.dim() == 2 ? weight.t() : weight);
        return bias == null ? product : product.add(bias);
    }
}
