package dev.jgrad.op;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Guard;
import dev.jgrad.autograd.Node;
import dev.jgrad.data.DType;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lets tangents pass through operations, where these are recorded. The Jacobian of an elementwise operation is diagonal, so
 * its gradient rule, applied to the tangent, is the tangent of the result. Any other rule is a linear map of the gradient of
 * the result, and its transpose is what is wanted: the derivative of the rule with respect to that gradient ("double
 * backwards trick", Townsend 2017). No operation has a second rule.
 */
public final class Forward {
    private static final Node WANTED =
            new RuleNode(0, "Tangent", c -> new Tensor[0], new Node[0], new int[0], new Object[0], new int[0]);

    /** What an elementwise rule reads, while nothing is recorded. */
    private record Operands(Tensor self, @Nullable Tensor second, Tensor result, double p, double q, double r)
            implements Saved {
        @Override
        public Tensor other() {
            return java.util.Objects.requireNonNull(second);
        }
    }

    private Forward() {}

    // ---- elementwise -----------------------------------------------------------------------------------------

    static void unary(ThreadState ts, UnaryOp op, Tensor self, Tensor out, double p, double q, double r) {
        if (op.rule() != null) {
            elementwise(ts, op.rule(), self, null, null, new Operands(self, null, out, p, q, r));
        }
    }

    static void number(ThreadState ts, BinaryOp op, Tensor self, Tensor out, double value) {
        if (op.numberRule() != null) {
            elementwise(ts, op.numberRule(), self, null, null, new Operands(self, null, out, value, 0, 0));
        }
    }

    static void binary(ThreadState ts, BinaryOp op, Tensor a, Tensor b, Tensor out, double p, double q) {
        if (op.selfRule() != null) {
            elementwise(ts, op.selfRule(), a, op.otherRule(), b, new Operands(a, b, out, p, q, 0));
        }
    }

    private static void elementwise(
            ThreadState ts, GradientRule rule, Tensor a, @Nullable GradientRule other, @Nullable Tensor b, Operands s) {
        for (ForwardLevel l : ForwardLevel.open(ts)) {
            Tensor ta = Tangents.of(ts, a, l);
            Tensor tb = other == null || b == null ? null : Tangents.of(ts, b, l);
            if (ta == null && tb == null) {
                continue;
            }
            Tensor tangent = Tangents.outside(ts, l, () -> {
                Tensor first = ta == null ? null : fit(rule.apply(fit(ta, s.result), s), s.result);
                Tensor second = tb == null || other == null ? null : fit(other.apply(fit(tb, s.result), s), s.result);
                return first == null ? second : second == null ? first : first.add(second);
            });
            Tangents.set(ts, s.result, l, java.util.Objects.requireNonNull(tangent));
        }
    }

    private static Tensor fit(Tensor tangent, Tensor like) {
        return fit(tangent, like.dtype(), TensorAccess.shown(like).sizes());
    }

    private static Tensor fit(Tensor tangent, DType dtype, long[] sizes) {
        Tensor t = tangent.dtype() == dtype ? tangent : tangent.to(dtype);
        return Arrays.equals(TensorAccess.shown(t).sizes(), sizes) ? t : t.expand(sizes);
    }

    // ---- any rule --------------------------------------------------------------------------------------------

    static void rule(
            ThreadState ts,
            String name,
            Tensor[] outs,
            @Nullable Tensor[] inputs,
            @Nullable Tensor[] saved,
            BackwardRule rule) {
        AutogradMeta meta = outs.length == 0 ? null : TensorAccess.metaOrNull(outs[0]);
        if (meta != null && meta.view != null) {
            return; // the tangent of a view is a view of its base's tangent
        }
        @Nullable Node[] nodes = new Node[inputs.length];
        int[] versions = new int[saved.length];
        for (int i = 0; i < saved.length; i++) {
            versions[i] = saved[i] == null ? 0 : SavedTensor.version(saved[i]);
        }
        transposed(ts, outs, inputs, (u, wanted) -> {
            for (int i = 0; i < nodes.length; i++) {
                nodes[i] = wanted[i] == null ? null : WANTED;
            }
            RuleNode node = new RuleNode(0, name, rule, nodes, new int[nodes.length], saved, versions);
            node.outputs(outs);
            return node.apply(u);
        });
    }

    /** A rule that can be called with gradients of the results, and tangents of those inputs that have one. */
    @FunctionalInterface
    public interface Gradients {
        /** One gradient per input, null where none is needed. */
        @Nullable
        Tensor[] of(@Nullable Tensor[] gradOutputs, @Nullable Tensor[] tangents);
    }

    /** Gives results of a user's function their tangents, by its own rule or else by transposing its gradients. */
    public static void custom(
            ThreadState ts,
            Tensor[] outs,
            Tensor[] inputs,
            Function<@Nullable Tensor[], @Nullable Tensor @Nullable []> jvp,
            Gradients gradients) {
        eachLevel(ts, outs, inputs, tangents -> {
            @Nullable Tensor[] own = jvp.apply(tangents);
            return own == null ? transpose(ts, outs, tangents, gradients) : own;
        });
    }

    /** Gives results their tangents by transposing what computes the gradients of the inputs. */
    private static void transposed(ThreadState ts, Tensor[] outs, @Nullable Tensor[] inputs, Gradients gradients) {
        eachLevel(ts, outs, inputs, tangents -> transpose(ts, outs, tangents, gradients));
    }

    private static void eachLevel(
            ThreadState ts,
            Tensor[] outs,
            @Nullable Tensor[] inputs,
            Function<@Nullable Tensor[], @Nullable Tensor[]> rule) {
        for (ForwardLevel l : ForwardLevel.open(ts)) {
            @Nullable Tensor[] tangents = new Tensor[inputs.length];
            boolean any = false;
            for (int i = 0; i < inputs.length; i++) {
                tangents[i] = inputs[i] == null ? null : Tangents.of(ts, inputs[i], l);
                any |= tangents[i] != null;
            }
            if (any) {
                @Nullable Tensor[] result = Tangents.outside(ts, l, () -> rule.apply(tangents));
                for (int i = 0; i < outs.length; i++) {
                    if (outs[i].isFloatingPoint()) {
                        Tangents.set(ts, outs[i], l, result[i] == null ? Tensors.zerosLike(outs[i]) : result[i]);
                    }
                }
            }
        }
    }

    private static @Nullable Tensor[] transpose(
            ThreadState ts, Tensor[] outs, @Nullable Tensor[] tangents, Gradients gradients) {
        boolean recorded = ts.gradEnabled;
        @Nullable Tensor[] u = new Tensor[outs.length];
        List<Tensor> leaves = new ArrayList<>();
        for (int i = 0; i < outs.length; i++) {
            if (outs[i].isFloatingPoint()) {
                u[i] = Tensors.zerosLike(outs[i]).requiresGrad_();
                leaves.add(u[i]);
            }
        }
        List<Tensor> linear = new ArrayList<>();
        List<Tensor> directions = new ArrayList<>();
        try (Guard _ = Grad.enabled()) {
            @Nullable Tensor[] grads = gradients.of(u.clone(), tangents);
            for (int i = 0; i < Math.min(grads.length, tangents.length); i++) {
                Tensor g = grads[i];
                Tensor t = tangents[i];
                if (g != null && t != null && g.requiresGrad()) {
                    linear.add(g);
                    directions.add(fit(t, g));
                }
            }
        }
        @Nullable Tensor[] result = new Tensor[outs.length];
        if (linear.isEmpty()) {
            return result;
        }
        Autograd.Options options = new Autograd.Options(recorded, recorded, true, false);
        List<@Nullable Tensor> found = Autograd.grad(linear, leaves, directions, options);
        for (int i = 0, k = 0; i < outs.length; i++) {
            result[i] = u[i] == null ? null : found.get(k++);
        }
        return result;
    }

    // ---- in place --------------------------------------------------------------------------------------------

    /** An in-place operation on dual numbers: computed out of place and written back, values and tangents. */
    static Tensor inPlace(ThreadState ts, String op, Tensor self, UnaryOperator<Tensor> operation) {
        return Recorder.inPlace(op, self, operation, true);
    }

    /** After {@code result} was written into {@code self}. */
    static void written(ThreadState ts, Tensor self, @Nullable Tensor result) {
        for (ForwardLevel l : ForwardLevel.open(ts)) {
            Tensor t = result == null ? null : Tangents.of(ts, result, l);
            if (t != null) {
                Tangents.set(
                        ts, self, l, Tangents.outside(ts, l, () -> fit(t, self).clone()));
            } else if (Tangents.has(self, l)) {
                Tangents.set(ts, self, l, self.detach().zerosLike());
            }
        }
    }
}
