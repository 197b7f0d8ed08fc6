package dev.jgrad.autograd;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.op.Batching;
import dev.jgrad.op.ForwardTensors;
import dev.jgrad.op.ThreadState;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Functions from functions: {@code torch.func}. Each takes a function of tensors and returns another one, so they compose:
 * {@code Func.vmap(Func.grad(loss))} are gradients per sample, {@code Func.grad(Func.grad(f))} is a second derivative.
 *
 * <p>The plain names take functions of one tensor; those that end in {@code All} take and return lists. For derivatives of a
 * function at a point, computed row by row, see {@link Derivatives}.
 */
public final class Func {
    /**
     * A value with a derivative.
     *
     * @param value what the function returned
     * @param derivative one tensor per input that was differentiated
     */
    public record WithValue(Tensor value, List<Tensor> derivative) {}

    /**
     * What {@link #vjpAll} returns.
     *
     * @param outputs what the function returned
     * @param pullback vector-Jacobian products: one gradient per input, from one per output; may be called often
     */
    public record Vjp(List<Tensor> outputs, UnaryOperator<List<Tensor>> pullback) {}

    /**
     * What {@link #jvpAll} returns.
     *
     * @param outputs what the function returned
     * @param tangents their derivatives along the directions
     */
    public record Jvp(List<Tensor> outputs, List<Tensor> tangents) {}

    /**
     * What {@link #linearize} returns.
     *
     * @param output what the function returned
     * @param jvp the derivative there along a direction; may be called often, and runs the function no more
     */
    public record Linearized(Tensor output, UnaryOperator<Tensor> jvp) {}

    private Func() {}

    // ---- vmap ------------------------------------------------------------------------------------------------

    /** Maps a function over the first dimension of its input: {@code torch.vmap(f)}. */
    public static UnaryOperator<Tensor> vmap(UnaryOperator<Tensor> f) {
        return vmap(f, new Vmap());
    }

    /** Maps a function of one tensor. */
    public static UnaryOperator<Tensor> vmap(UnaryOperator<Tensor> f, Vmap how) {
        UnaryOperator<List<Tensor>> all = vmapAll(x -> List.of(f.apply(x.getFirst())), how);
        return x -> all.apply(List.of(x)).getFirst();
    }

    /** Maps a function over the first dimensions of two inputs. */
    public static BinaryOperator<Tensor> vmap(BinaryOperator<Tensor> f) {
        return vmap(f, new Vmap());
    }

    /** Maps a function of two tensors. */
    public static BinaryOperator<Tensor> vmap(BinaryOperator<Tensor> f, Vmap how) {
        UnaryOperator<List<Tensor>> all = vmapAll(x -> List.of(f.apply(x.get(0), x.get(1))), how);
        return (a, b) -> all.apply(List.of(a, b)).getFirst();
    }

    /**
     * Maps a function of any number of tensors with any number of results.
     *
     * <p>Operations without a batching rule run in a loop over the examples and say so once. What needs a value on the host
     * ({@code item()}, boolean masks as indices) fails, as do writes of something that differs between examples into something
     * that does not. A write into an input is seen inside only.
     */
    public static UnaryOperator<List<Tensor>> vmapAll(UnaryOperator<List<Tensor>> f, Vmap how) {
        return x -> how.run(f, x);
    }

    // ---- reverse mode ----------------------------------------------------------------------------------------

    /** The gradient of a function with one element as result. */
    public static UnaryOperator<Tensor> grad(UnaryOperator<Tensor> f) {
        Function<List<Tensor>, List<Tensor>> all = gradAll(x -> f.apply(x.getFirst()), 0);
        return x -> all.apply(List.of(x)).getFirst();
    }

    /** The gradients with respect to some of the inputs ({@code argnums}). */
    public static Function<List<Tensor>, List<Tensor>> gradAll(Function<List<Tensor>, Tensor> f, int... argnums) {
        Function<List<Tensor>, WithValue> both = gradAndValueAll(f, argnums);
        return x -> both.apply(x).derivative();
    }

    /** Gradient and value at once: {@code torch.func.grad_and_value}. */
    public static Function<Tensor, WithValue> gradAndValue(UnaryOperator<Tensor> f) {
        Function<List<Tensor>, WithValue> all = gradAndValueAll(x -> f.apply(x.getFirst()), 0);
        return x -> all.apply(List.of(x));
    }

    /**
     * The same for functions of several tensors.
     *
     * @throws AutogradException from the function returned, when the result is no single element
     */
    public static Function<List<Tensor>, WithValue> gradAndValueAll(Function<List<Tensor>, Tensor> f, int... argnums) {
        int[] which = argnums.length == 0 ? new int[] {0} : argnums.clone();
        return x -> {
            Pullback p = Pullback.of(in -> List.of(f.apply(in)), x, which);
            Tensor y = p.outputs().getFirst();
            if (y.dim() != 0) {
                throw new AutogradException("Expected f(*args) to return a scalar tensor, got tensor with " + y.dim()
                        + " dims. Maybe you wanted to use the vjp or jacrev APIs instead?");
            }
            return new WithValue(p.values().getFirst(), p.gradients(List.of(Tensors.onesLike(y)), false));
        };
    }

    /** The value at a point and the vector-Jacobian products there. */
    public static Vjp vjpAll(UnaryOperator<List<Tensor>> f, List<Tensor> primals) {
        int[] all = new int[primals.size()];
        Arrays.setAll(all, i -> i);
        Pullback p = Pullback.of(f, primals, all);
        return new Vjp(p.values(), v -> {
            if (v.size() != p.outputs().size()) {
                throw new ArgumentException(
                        "Expected pytree structure of cotangents to be the same as pytree structure of"
                                + " outputs to the function: got " + v.size() + " for "
                                + p.outputs().size());
            }
            for (int i = 0; i < v.size(); i++) {
                same("vjp", v.get(i), p.outputs().get(i));
            }
            return p.gradients(v, true);
        });
    }

    /** The vector-Jacobian product of a function of one tensor, as a function of v. */
    public static UnaryOperator<Tensor> vjp(UnaryOperator<Tensor> f, Tensor primal) {
        Vjp all = vjpAll(x -> List.of(f.apply(x.getFirst())), List.of(primal));
        return v -> all.pullback().apply(List.of(v)).getFirst();
    }

    // ---- forward mode ----------------------------------------------------------------------------------------

    /** The value at a point and the derivative along directions. Nests, other than {@link ForwardMode#dualLevel}. */
    public static Jvp jvpAll(UnaryOperator<List<Tensor>> f, List<Tensor> primals, List<Tensor> tangents) {
        if (primals.size() != tangents.size()) {
            throw new ArgumentException(
                    "jvp: Expected primals and tangents to have the same python structure: there are " + primals.size()
                            + " primals and " + tangents.size() + " tangents");
        }
        try (Guard _ = ForwardMode.level()) {
            var level = Objects.requireNonNull(ThreadState.current().forward);
            List<Tensor> duals = new ArrayList<>(primals.size());
            for (int i = 0; i < primals.size(); i++) {
                same("jvp", tangents.get(i), primals.get(i));
                duals.add(ForwardTensors.makeDual(primals.get(i), tangents.get(i), level));
            }
            List<Tensor> outputs = new ArrayList<>();
            List<Tensor> derivatives = new ArrayList<>();
            for (Tensor y : f.apply(duals)) {
                Tensor t = ForwardTensors.tangent(y, level);
                outputs.add(ForwardTensors.primal(y, level));
                derivatives.add(t == null ? Tensors.zerosLike(y) : t);
            }
            return new Jvp(outputs, derivatives);
        }
    }

    /** The derivative of a function of one tensor along a direction. */
    public static Tensor jvp(UnaryOperator<Tensor> f, Tensor primal, Tensor tangent) {
        return jvpAll(x -> List.of(f.apply(x.getFirst())), List.of(primal), List.of(tangent))
                .tangents()
                .getFirst();
    }

    /**
     * The value at a point and the linear function that the function is close to there: {@code torch.func.linearize}. The
     * graph of the gradients is kept for as long as {@code jvp} is reachable.
     */
    public static Linearized linearize(UnaryOperator<Tensor> f, Tensor primal) {
        Derivatives.Linear linear = Derivatives.linear(f, primal);
        return new Linearized(linear.output(), tangent -> {
            same("linearize", tangent, primal);
            return linear.along(tangent);
        });
    }

    private static void same(String name, Tensor v, Tensor like) {
        if (!v.shape().equals(like.shape())) {
            throw new ShapeException(name + ": expected a tensor of shape " + like.shape() + " but got " + v.shape());
        }
    }

    // ---- Jacobians -------------------------------------------------------------------------------------------

    /** The Jacobian in reverse mode, of shape output + input: one vectorised backward pass for all rows. */
    public static UnaryOperator<Tensor> jacrev(UnaryOperator<Tensor> f) {
        return jacrev(f, new Vmap());
    }

    /** The same in several passes, to bound memory: {@code new Vmap().chunkSize(16)}. */
    public static UnaryOperator<Tensor> jacrev(UnaryOperator<Tensor> f, Vmap how) {
        return x -> {
            Pullback p = Pullback.of(in -> List.of(f.apply(in.getFirst())), List.of(x), new int[] {0});
            Tensor y = p.outputs().getFirst();
            UnaryOperator<Tensor> row = v -> p.gradients(List.of(v), true).getFirst();
            return vmap(row, how)
                    .apply(basis(y))
                    .reshape(concat(y.shape().toArray(), x.shape().toArray()));
        };
    }

    /** The Jacobian in forward mode, of shape output + input: one vectorised pass for all columns. */
    public static UnaryOperator<Tensor> jacfwd(UnaryOperator<Tensor> f) {
        return jacfwd(f, new Vmap());
    }

    /** The same in several passes; random operations in the function as {@code how} says. */
    public static UnaryOperator<Tensor> jacfwd(UnaryOperator<Tensor> f, Vmap how) {
        return x -> {
            UnaryOperator<Tensor> column = v -> jvp(f, x, v);
            Tensor columns = vmap(column, how.outDims(-1)).apply(basis(x));
            long[] sizes = Arrays.copyOf(columns.shape().toArray(), columns.dim() - 1);
            return columns.reshape(concat(sizes, x.shape().toArray()));
        };
    }

    /** The Hessian of a function with one element, of shape input + input: forward over reverse. */
    public static UnaryOperator<Tensor> hessian(UnaryOperator<Tensor> f) {
        return jacfwd(grad(f));
    }

    /** The unit vectors of a tensor's shape. */
    private static Tensor basis(Tensor like) {
        long n = like.numel();
        long[] sizes = concat(new long[] {n}, like.shape().toArray());
        return Tensors.eye(new TensorOptions(like.dtype(), Batching.plainDevice(like)), n, n)
                .reshape(sizes);
    }

    private static long[] concat(long[] a, long[] b) {
        long[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
