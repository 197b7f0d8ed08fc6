package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.DTypes;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;

/** Arithmetic with an argument more: a factor, decimal places, bounds that are tensors. */
public final class ArithmeticForms {
    private ArithmeticForms() {}

    /** other - alpha * self. */
    public static Tensor rsub(Tensor self, Tensor other, double alpha) {
        Tensor out = Grad.noGrad(() -> other.detach().sub(self.detach(), alpha));
        return Dispatcher.record("RsubBackward0", out, new Tensor[] {self, other}, new Tensor[0], c ->
                new Tensor[] {c.needs(0) ? MatmulOps.scaled(c.grad().neg(), alpha) : null, c.grad()});
    }

    /** Rounds to decimal places; the gradient is zero. */
    public static Tensor round(Tensor self, int decimals) {
        if (decimals == 0) {
            return self.round();
        }
        if (!self.isFloatingPoint()) {
            throw new DTypeException(
                    "\"round_cpu\" not implemented for '" + self.dtype().scalarTypeName() + "' with decimals");
        }
        double ten = Math.pow(10, Math.abs(decimals));
        Tensor x = self.detach();
        Tensor out =
                decimals > 0 ? x.mul(ten).round().div(ten) : x.div(ten).round().mul(ten);
        return Dispatcher.record("RoundBackward1", out, new Tensor[] {self}, new Tensor[0], c ->
                new Tensor[] {c.grad().zerosLike()});
    }

    /** A power of Python's {@code True} or {@code False}, which promote nothing. */
    public static Tensor pow(Tensor self, boolean exponent) {
        if (self.dtype().isBool()) {
            return exponent ? CopyOps.rawClone(self) : Tensors.onesLike(self);
        }
        return ArithmeticOps.POW.call(self, exponent ? 1L : 0L);
    }

    /** One number everywhere, out of place. */
    public static Tensor fill(Tensor self, double value) {
        Tensor number = Tensors.scalarLike(self, value, (long) value);
        Tensor out =
                CopyOps.rawClone(number.expand(TensorAccess.shown(self).sizes()).detach());
        return Dispatcher.record("FillBackward0", out, new Tensor[] {self}, new Tensor[0], c ->
                new Tensor[] {c.grad().zerosLike()});
    }

    /** One value everywhere, out of place. */
    public static Tensor fill(Tensor self, Tensor value) {
        if (value.dim() > 0) {
            throw new ShapeException(
                    "fill only supports 0-dimension value tensor but got tensor with " + value.dim() + " dimensions.");
        }
        long[] sizes = TensorAccess.shown(self).sizes();
        Tensor out = CopyOps.rawClone(
                CastOps.convert(value.detach(), self.dtype()).expand(sizes).detach());
        return Dispatcher.record("FillBackward1", out, new Tensor[] {self, value}, new Tensor[0], c -> new Tensor[] {
            c.needs(0) ? c.grad().zerosLike() : null, c.needs(1) ? c.grad().sum() : null
        });
    }

    /** At least {@code min}; where both are equal the gradient is the operand's. */
    public static Tensor clampMin(Tensor self, Tensor min) {
        Tensor out = Grad.noGrad(() -> self.detach().maximum(min.detach()));
        return bounded("ClampMinBackward1", out, self, min, true);
    }

    /** At most {@code max}; where both are equal the gradient is the operand's. */
    public static Tensor clampMax(Tensor self, Tensor max) {
        Tensor out = Grad.noGrad(() -> self.detach().minimum(max.detach()));
        return bounded("ClampMaxBackward1", out, self, max, false);
    }

    private static Tensor bounded(String gradFn, Tensor out, Tensor self, Tensor bound, boolean below) {
        return Dispatcher.record(gradFn, out, new Tensor[] {self, bound}, new Tensor[] {self, bound}, c -> {
            Tensor zero = Tensors.scalarLike(c.grad(), 0);
            Tensor x = c.saved(0);
            Tensor b = c.saved(1);
            return new Tensor[] {
                c.needs(0) ? Tensors.where(below ? x.ge(b) : x.le(b), c.grad(), zero) : null,
                c.needs(1) ? Tensors.where(below ? x.lt(b) : x.gt(b), c.grad(), zero) : null
            };
        });
    }

    /** 0, pi for negative numbers; the gradient is zero. Integers give the default dtype. */
    public static Tensor angle(Tensor self) {
        Tensor x = CastOps.convert(self.detach(), DTypes.floating(self.dtype()));
        Tensor out =
                Tensors.where(x.lt(0), Tensors.scalarLike(x, Math.PI), x.mul(0).maskedFill(x.isInf(), 0));
        return Dispatcher.record("AngleBackward0", out, new Tensor[] {self}, new Tensor[0], c ->
                new Tensor[] {c.grad().zerosLike()});
    }
}
