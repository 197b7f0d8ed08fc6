package dev.jgrad.op;

import dev.jgrad.data.Broadcasting;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Layout;
import dev.jgrad.data.Promotion;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.FusedProgram.Form;
import dev.jgrad.spi.TernaryKind;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.lang.ref.Reference;
import java.util.Arrays;

/** Elementwise operations of three operands. */
public final class TernaryOps {
    private TernaryOps() {}

    /** b where the condition holds, else c: {@code torch.where}. */
    public static Tensor where(Tensor condition, Tensor b, Tensor c) {
        if (!condition.dtype().isBool()) {
            if (condition.dtype() != DType.UINT8) {
                throw new DTypeException("where expected condition to be a boolean tensor, but got a tensor with dtype "
                        + condition.dtype().scalarTypeName());
            }
            return where(condition.to(DType.BOOL), b, c);
        }
        if (!b.device().equals(condition.device()) && b.dim() == 0) {
            return where(condition, b.to(condition.device()), c);
        }
        if (!c.device().equals(condition.device()) && c.dim() == 0) {
            return where(condition, b, c.to(condition.device()));
        }
        DType dtype = Promotion.result(b.dtype(), b.dim() == 0, c.dtype(), c.dim() == 0);
        Tensor out = kernel(
                "where", TernaryKind.WHERE, dtype, condition, CastOps.convert(b, dtype), CastOps.convert(c, dtype), 0);
        return Dispatcher.record(
                "WhereBackward0", out, new Tensor[] {b, c}, new Tensor[] {condition}, k -> new Tensor[] {
                    k.needs(0) ? k.grad().maskedFill(k.saved(0).logicalNot(), 0) : null,
                    k.needs(1) ? k.grad().maskedFill(k.saved(0), 0) : null
                });
    }

    /** Without the node's place for the condition: {@code masked_fill}. */
    public static Tensor maskedFill(Tensor self, Tensor mask, double value, long integer) {
        checkMask(mask);
        Tensor fill = Tensors.scalarLike(self, value, integer);
        Tensor out = kernel("masked_fill", TernaryKind.WHERE, self.dtype(), mask, fill, self, 0);
        return Dispatcher.record("MaskedFillBackward0", out, new Tensor[] {self}, new Tensor[] {mask}, k ->
                new Tensor[] {k.grad().maskedFill(k.saved(0), 0)});
    }

    /** The same with a zero-dimensional tensor as value. */
    public static Tensor maskedFill(Tensor self, Tensor mask, Tensor value) {
        checkMask(mask);
        if (value.dim() != 0) {
            throw new ShapeException("masked_fill only supports a 0-dimensional value tensor, but got tensor with "
                    + value.dim() + " dimension(s).");
        }
        Tensor out = kernel(
                "masked_fill", TernaryKind.WHERE, self.dtype(), mask, CastOps.convert(value, self.dtype()), self, 0);
        return Dispatcher.record(
                "MaskedFillBackward1", out, new Tensor[] {self, value}, new Tensor[] {mask}, k -> new Tensor[] {
                    k.needs(0) ? k.grad().maskedFill(k.saved(0), 0) : null,
                    k.needs(1)
                            ? Tensors.where(k.saved(0), k.grad(), k.grad().zerosLike())
                                    .sum()
                            : null
                });
    }

    private static void checkMask(Tensor mask) {
        if (!mask.dtype().isBool()) {
            throw new DTypeException("masked_fill_ only supports boolean masks, but got mask with dtype "
                    + mask.dtype().label());
        }
    }

    /** self + value * a * b. */
    public static Tensor addcmul(Tensor self, Tensor a, Tensor b, double value) {
        if (Autocasting.applies("addcmul", self)) {
            return Autocasting.run("addcmul", in -> addcmul(in[0], in[1], in[2], value), self, a, b);
        }
        DType dtype = promoted(self, a, b);
        Tensor out = kernel(
                "addcmul",
                TernaryKind.ADDCMUL,
                dtype,
                CastOps.convert(self, dtype),
                CastOps.convert(a, dtype),
                CastOps.convert(b, dtype),
                value);
        return Dispatcher.record(
                "AddcmulBackward0", out, new Tensor[] {self, a, b}, new Tensor[] {a, b}, k -> new Tensor[] {
                    k.grad(),
                    k.needs(1) ? k.grad().mul(k.saved(1).mul(value)) : null,
                    k.needs(2) ? k.grad().mul(k.saved(0).mul(value)) : null
                });
    }

    /** self + value * a / b. */
    public static Tensor addcdiv(Tensor self, Tensor a, Tensor b, double value) {
        if (Autocasting.applies("addcdiv", self)) {
            return Autocasting.run("addcdiv", in -> addcdiv(in[0], in[1], in[2], value), self, a, b);
        }
        DType dtype = promoted(self, a, b);
        if (!a.dtype().isFloatingPoint() && !b.dtype().isFloatingPoint()) {
            throw new DTypeException("Integer division with addcdiv is no longer supported, and in a future release"
                    + " addcdiv will perform a true division of tensor1 and tensor2.");
        }
        Tensor out = kernel(
                "addcdiv",
                TernaryKind.ADDCDIV,
                dtype,
                CastOps.convert(self, dtype),
                CastOps.convert(a, dtype),
                CastOps.convert(b, dtype),
                value);
        return Dispatcher.record(
                "AddcdivBackward0", out, new Tensor[] {self, a, b}, new Tensor[] {a, b}, k -> new Tensor[] {
                    k.grad(),
                    k.needs(1) ? k.grad().mul(k.saved(1).reciprocal().mul(value)) : null,
                    k.needs(2)
                            ? k.grad()
                                    .neg()
                                    .mul(k.saved(0).mul(value).div(k.saved(1).square()))
                            : null
                });
    }

    /** self + weight * (end - self). */
    public static Tensor lerp(Tensor self, Tensor end, Tensor weight) {
        if (self.dtype() != end.dtype() || self.dtype() != weight.dtype()) {
            throw new DTypeException("expected dtype " + self.dtype() + " for `end` and `weight` but got " + end.dtype()
                    + " and " + weight.dtype());
        }
        Tensor out = kernel("lerp", TernaryKind.LERP, self.dtype(), self, end, weight, 0);
        return Dispatcher.record(
                "LerpBackward1",
                out,
                new Tensor[] {self, end, weight},
                new Tensor[] {self, end, weight},
                k -> new Tensor[] {
                    k.needs(0) ? k.grad().mul(k.saved(2).rsub(1)) : null,
                    k.needs(1) ? k.grad().mul(k.saved(2)) : null,
                    k.needs(2) ? k.grad().mul(k.saved(1).sub(k.saved(0))) : null
                });
    }

    /** The same with a number as weight. */
    public static Tensor lerp(Tensor self, Tensor end, double weight) {
        if (self.dtype() != end.dtype()) {
            throw new DTypeException("expected dtype " + self.dtype() + " for `end` but got dtype " + end.dtype());
        }
        Tensor out = kernel("lerp", TernaryKind.LERP, self.dtype(), self, end, Tensors.scalarLike(self, weight), 0);
        return Dispatcher.record("LerpBackward0", out, new Tensor[] {self, end}, new Tensor[0], k -> new Tensor[] {
            k.needs(0) ? k.grad().mul(1 - weight) : null, k.needs(1) ? k.grad().mul(weight) : null
        });
    }

    private static DType promoted(Tensor a, Tensor b, Tensor c) {
        DType d = Promotion.result(a.dtype(), a.dim() == 0, b.dtype(), b.dim() == 0);
        return Promotion.result(d, a.dim() == 0 && b.dim() == 0, c.dtype(), c.dim() == 0);
    }

    private static Tensor kernel(String op, TernaryKind kind, DType dtype, Tensor a, Tensor b, Tensor c, double p) {
        Backend be = Dispatcher.backend(op, a, b, c);
        ThreadState ts = ThreadState.current();
        Buffer ab = Fusing.operand(ts, TensorAccess.storage(a));
        Buffer bb = Fusing.operand(ts, TensorAccess.storage(b));
        Buffer cb = Fusing.operand(ts, TensorAccess.storage(c));
        Layout al = TensorAccess.layoutIn(a, ab);
        Layout bl = TensorAccess.layoutIn(b, bb);
        Layout cl = TensorAccess.layoutIn(c, cb);
        long[] sizes = Broadcasting.sizes(Broadcasting.sizes(al.sizes(), bl.sizes()), cl.sizes());
        Layout physical = null;
        Layout shown = null;
        for (Object[] candidate : new Object[][] {{ab, al}, {bb, bl}, {cb, cl}}) {
            Layout l = (Layout) candidate[1];
            if (Arrays.equals(l.sizes(), sizes)) {
                if (((Buffer) candidate[0]).physical() != null) {
                    physical = l;
                    break;
                }
                if (shown == null) {
                    shown = l.denseLike();
                }
            }
        }
        if (ts.fusion != null) {
            Layout order = shown == null ? Layout.contiguous(sizes) : shown;
            Tensor later = ts.fusion.later(
                    ts,
                    be,
                    Form.TERNARY,
                    kind,
                    dtype,
                    dtype,
                    physical == null ? order : Layout.contiguous(sizes),
                    physical,
                    p,
                    0,
                    0,
                    ab,
                    al.expand(sizes),
                    bb,
                    bl.expand(sizes),
                    cb,
                    cl.expand(sizes));
            if (later != null) {
                return later;
            }
            ab = TensorAccess.storage(a).buffer();
            bb = TensorAccess.storage(b).buffer();
            cb = TensorAccess.storage(c).buffer();
        }
        Tensor out = physical != null
                ? Dispatcher.allocatePhysical(be, dtype, sizes, physical)
                : Dispatcher.allocate(be, dtype, shown == null ? Layout.contiguous(sizes) : shown);
        Buffer ob = TensorAccess.storage(out).buffer();
        be.elementwise()
                .ternary(
                        be.stream(),
                        kind,
                        dtype,
                        ob,
                        TensorAccess.layoutIn(out, ob),
                        ab,
                        al.expand(sizes),
                        bb,
                        bl.expand(sizes),
                        cb,
                        cl.expand(sizes),
                        p);
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(c);
        return out;
    }
}
