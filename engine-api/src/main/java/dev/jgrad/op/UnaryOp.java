package dev.jgrad.op;

import dev.jgrad.spi.UnaryKind;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * An elementwise operation of one operand, as a table entry.
 *
 * @param name PyTorch's name, for errors and tests
 * @param kind what the kernel computes
 * @param type dtype rule
 * @param gradFn PyTorch's node name; empty for an operation without a gradient
 * @param saves what the rule reads, see {@link Saves}
 * @param rule the gradient, or null where it is none
 */
public record UnaryOp(
        String name,
        UnaryKind kind,
        ResultType type,
        String gradFn,
        int saves,
        @Nullable GradientRule rule) {

    /** A differentiable operation on floating values. */
    static UnaryOp floating(String name, UnaryKind kind, String gradFn, int saves, GradientRule rule) {
        return new UnaryOp(name, kind, ResultType.FLOATING, gradFn, saves, rule);
    }

    /** A differentiable operation that keeps the dtype. */
    static UnaryOp keeping(String name, UnaryKind kind, String gradFn, int saves, GradientRule rule) {
        return new UnaryOp(name, kind, ResultType.PROMOTED, gradFn, saves, rule);
    }

    /** A test that gives bool and has no gradient. */
    static UnaryOp predicate(String name, UnaryKind kind) {
        return new UnaryOp(name, kind, ResultType.PROMOTED, "", Saves.NOTHING, null);
    }

    /** The result as a new tensor. */
    public Tensor call(Tensor self) {
        return UnaryCalls.call(this, self, 0, 0, 0);
    }

    /** The result as a new tensor, with parameters. */
    public Tensor call(Tensor self, double p, double q, double r) {
        return UnaryCalls.call(this, self, p, q, r);
    }

    /** Overwrites the operand with the result and returns it. */
    public Tensor callInPlace(Tensor self) {
        return UnaryCalls.callInPlace(this, self, 0, 0, 0);
    }

    /** The same with parameters. */
    public Tensor callInPlace(Tensor self, double p, double q, double r) {
        return UnaryCalls.callInPlace(this, self, p, q, r);
    }
}
