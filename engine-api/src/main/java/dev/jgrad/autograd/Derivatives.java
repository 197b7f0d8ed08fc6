package dev.jgrad.autograd;

import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives of functions of one tensor: {@code torch.autograd.functional}. The function is called with a fresh leaf; the
 * results carry no graph.
 */
public final class Derivatives {
    /**
     * The value of a function with a derivative of it.
     *
     * @param output the value
     * @param derivative what was asked for
     */
    public record Result(Tensor output, Tensor derivative) {}

    /** A function at a point, ready to be differentiated along any direction: vᵀJ as a function of v, and that transposed. */
    record Linear(Tensor output, Tensor cotangent, Tensor pulledBack) {
        Tensor along(Tensor direction) {
            try (Guard _ = Grad.enabled()) {
                return gradient(pulledBack, cotangent, direction.detach(), false);
            }
        }
    }

    private Derivatives() {}

    static Linear linear(UnaryOperator<Tensor> f, Tensor input) {
        try (Guard _ = Grad.enabled()) {
            Tensor x = leaf(input);
            Tensor y = f.apply(x);
            Tensor u = Tensors.zerosLike(y).requiresGrad_();
            return new Linear(y.detach(), u, gradient(y, x, u, true));
        }
    }

    private static Tensor leaf(Tensor input) {
        return input.detach().clone().requiresGrad_();
    }

    private static Tensor gradient(Tensor output, Tensor input, @Nullable Tensor v, boolean createGraph) {
        if (!output.requiresGrad()) {
            return input.zerosLike();
        }
        return Objects.requireNonNull(Autograd.grad(
                        List.of(output),
                        List.of(input),
                        v == null ? null : List.of(v),
                        new Autograd.Options(true, createGraph, true, true))
                .getFirst());
    }

    private static void check(String name, Tensor v, Tensor like) {
        if (!v.shape().equals(like.shape())) {
            throw new ShapeException(name + ": v has shape " + v.shape() + " instead of " + like.shape());
        }
    }

    /** The vector-Jacobian product vᵀJ; {@code v} has the shape of the output. */
    public static Result vjp(UnaryOperator<Tensor> f, Tensor input, Tensor v) {
        try (Guard _ = Grad.enabled()) {
            Tensor x = leaf(input);
            Tensor y = f.apply(x);
            check("vjp", v, y);
            return new Result(y.detach(), gradient(y, x, v, false));
        }
    }

    /**
     * The Jacobian-vector product Jv; {@code v} has the shape of the input. Computed by differentiating vᵀJ with respect to
     * v, which it is linear in ("double backwards trick", Townsend 2017).
     */
    public static Result jvp(UnaryOperator<Tensor> f, Tensor input, Tensor v) {
        check("jvp", v, input);
        try (Guard _ = Grad.enabled()) {
            Tensor x = leaf(input);
            Tensor y = f.apply(x);
            Tensor u = Tensors.zerosLike(y).requiresGrad_();
            Tensor g = gradient(y, x, u, true);
            return new Result(y.detach(), gradient(g, u, v.detach(), false));
        }
    }

    /** The Jacobian, of shape output + input. */
    public static Tensor jacobian(UnaryOperator<Tensor> f, Tensor input) {
        try (Guard _ = Grad.enabled()) {
            Tensor x = leaf(input);
            Tensor y = f.apply(x);
            Tensor flat = y.reshape(-1);
            int n = Math.toIntExact(flat.numel());
            long[] sizes = concat(y.shape().toArray(), x.shape().toArray());
            if (n == 0) {
                return x.newZeros(sizes);
            }
            Tensor[] rows = new Tensor[n];
            for (int i = 0; i < n; i++) {
                rows[i] = gradient(flat.select(0, i), x, null, false);
            }
            return Tensors.stack(0, rows).reshape(sizes);
        }
    }

    /** The Hessian of a function with one element, of shape input + input. */
    public static Tensor hessian(UnaryOperator<Tensor> f, Tensor input) {
        return jacobian(x -> gradient(scalar("hessian", f.apply(x)), x, null, true), input);
    }

    /** The Hessian-vector product Hv of a function with one element. */
    public static Result hvp(UnaryOperator<Tensor> f, Tensor input, Tensor v) {
        check("hvp", v, input);
        try (Guard _ = Grad.enabled()) {
            Tensor x = leaf(input);
            Tensor y = scalar("hvp", f.apply(x));
            Tensor g = gradient(y, x, null, true);
            return new Result(y.detach(), gradient(g, x, v.detach(), false));
        }
    }

    /** The vector-Hessian product vᵀH of a function with one element; H is symmetric, so it is {@link #hvp}. */
    public static Result vhp(UnaryOperator<Tensor> f, Tensor input, Tensor v) {
        check("vhp", v, input);
        return hvp(x -> scalar("vhp", f.apply(x)), input, v);
    }

    private static Tensor scalar(String name, Tensor y) {
        if (y.numel() != 1) {
            throw new ShapeException("The output of the function given to " + name
                    + " should contain a single element; it has shape " + y.shape());
        }
        return y;
    }

    private static long[] concat(long[] a, long[] b) {
        long[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
