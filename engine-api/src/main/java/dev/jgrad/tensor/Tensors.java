package dev.jgrad.tensor;

import dev.jgrad.data.Broadcasting;
import dev.jgrad.data.Promotion;
import dev.jgrad.op.ArithmeticOps;
import dev.jgrad.op.JoinOps;
import dev.jgrad.op.TernaryOps;

/**
 * Creates and joins tensors: the functions PyTorch keeps in the module {@code torch}. Meant for a static import:
 * {@code var x = rand(5, 5);}
 */
public final class Tensors extends CombiningFunctions {
    private Tensors() {}

    /** Concatenates along a dimension. */
    public static Tensor cat(int dim, Tensor... tensors) {
        return JoinOps.cat(dim, tensors);
    }

    /** Concatenates along a new dimension. */
    public static Tensor stack(int dim, Tensor... tensors) {
        return JoinOps.stack(dim, tensors);
    }

    /** A number to the power of a tensor. */
    public static Tensor pow(double base, Tensor exponent) {
        return exponent.rpow(base);
    }

    /** A number to the power of a tensor. */
    public static Tensor pow(long base, Tensor exponent) {
        return exponent.rpow(base);
    }

    /** number * ln(tensor), 0 where the number is 0. */
    public static Tensor xlogy(double number, Tensor other) {
        return ArithmeticOps.rxlogy(number, other);
    }

    /** Remainder of a number, with the sign of the divisor. */
    public static Tensor remainder(double number, Tensor other) {
        return ArithmeticOps.rremainder(number, true, other);
    }

    /** Remainder of a number, with the sign of the divisor. */
    public static Tensor remainder(long number, Tensor other) {
        return ArithmeticOps.rremainder(number, false, other);
    }

    /** A border of one value around a tensor; pairs (before, after), the last dimension first. */
    public static Tensor constantPadNd(Tensor input, long[] pad, double value) {
        return Functional.pad(input, pad, "constant", value);
    }

    /** Elements of {@code a} where the condition holds, else of {@code b}. */
    public static Tensor where(Tensor condition, Tensor a, Tensor b) {
        return TernaryOps.where(condition, a, b);
    }

    /** {@link #where(Tensor, Tensor, Tensor)} with a number where the condition does not hold. */
    public static Tensor where(Tensor condition, Tensor a, double b) {
        return where(condition, a, numberBeside(a, b));
    }

    /** {@link #where(Tensor, Tensor, Tensor)} with a number where the condition holds. */
    public static Tensor where(Tensor condition, double a, Tensor b) {
        return where(condition, numberBeside(b, a), b);
    }

    /** {@link #where(Tensor, Tensor, Tensor)} with an integral number where the condition does not hold. */
    public static Tensor where(Tensor condition, Tensor a, long b) {
        return where(condition, a, numberBeside(a, b));
    }

    /** {@link #where(Tensor, Tensor, Tensor)} with an integral number where the condition holds. */
    public static Tensor where(Tensor condition, long a, Tensor b) {
        return where(condition, numberBeside(b, a), b);
    }

    /** A number raises no dtype of its category, not even that of a tensor without dimensions. */
    private static Tensor numberBeside(Tensor t, double value) {
        return full(new TensorOptions(DTypes.floating(t.dtype()), null), value);
    }

    private static Tensor numberBeside(Tensor t, long value) {
        return full(new TensorOptions(Promotion.withIntegralNumber(t.dtype()), null), value);
    }

    /** Views of all tensors broadcast to one shape. */
    public static Tensor[] broadcastTensors(Tensor... tensors) {
        long[] sizes = new long[0];
        for (Tensor t : tensors) {
            sizes = Broadcasting.sizes(sizes, t.shape().toArray());
        }
        Tensor[] out = new Tensor[tensors.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = tensors[i].expand(sizes);
        }
        return out;
    }
}
