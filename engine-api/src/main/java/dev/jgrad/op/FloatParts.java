package dev.jgrad.op;

import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.spi.Backend;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;

/** Floating numbers as mantissa and exponent. */
public final class FloatParts {
    private FloatParts() {}

    /** Mantissas with absolute values in [0.5, 1) or 0, and int32 exponents: x = mantissa 2^exponent. */
    public static Tensor[] frexp(Tensor self) {
        if (!self.isFloatingPoint()) {
            throw new DTypeException("torch.frexp() only supports floating-point dtypes, got "
                    + self.dtype().scalarTypeName());
        }
        Tensor[] parts = parts(self);
        Tensor mantissa = parts[0];
        Tensor exponent = parts[1];
        Dispatcher.recordAll(
                "FrexpBackward0",
                new Tensor[] {mantissa, exponent},
                new Tensor[] {self},
                new Tensor[] {exponent},
                c -> new Tensor[] {c.grad().div(c.saved(0).to(c.grad().dtype()).exp2())});
        return new Tensor[] {mantissa, exponent};
    }

    /** Mantissas and exponents, unrecorded. */
    private static Tensor[] parts(Tensor self) {
        if (Batching.isBatched(self)) {
            Tensor[] all = parts(Batching.lower(self));
            Backend be = Dispatcher.backend(self);
            return new Tensor[] {Batching.raise(all[0], be), Batching.raise(all[1], be)};
        }
        long[] sizes = TensorAccess.shown(self).sizes();
        double[] values = self.detach().to(DType.FLOAT64).contiguous().toDoubleArray();
        long[] exponents = HeapArrays.longs(values.length);
        for (int i = 0; i < values.length; i++) {
            double v = values[i];
            if (v == 0 || Double.isNaN(v) || Double.isInfinite(v)) {
                continue;
            }
            int e = Math.getExponent(v) + 1;
            if (e == Double.MIN_EXPONENT) { // subnormal: bring it into range first
                e = Math.getExponent(v * 0x1p60) + 1 - 60;
            }
            exponents[i] = e;
            values[i] = Math.scalb(Math.scalb(v, 60), -e - 60);
        }
        return new Tensor[] {
            Tensors.tensor(new TensorOptions(self.dtype(), self.device()), values, sizes),
            Tensors.tensor(new TensorOptions(DType.INT32, self.device()), exponents, sizes)
        };
    }

    /** self * 2^other; integral exponents shift the exponent of a floating number of any size. */
    public static Tensor ldexp(Tensor self, Tensor other) {
        if (!self.isFloatingPoint() || other.isFloatingPoint()) {
            return self.mul(other.exp2());
        }
        if (other.dtype().isBool()) {
            throw new DTypeException("\"ldexp_cpu_exp\" not implemented for 'Bool'");
        }
        return Composed.named(
                "LdexpBackward0",
                new Tensor[] {self, other},
                x -> x[0].to(DType.FLOAT64).mul(x[1].to(DType.FLOAT64).exp2()).to(x[0].dtype()));
    }
}
