package dev.jgrad.op;

import dev.jgrad.data.AutogradException;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * An elementwise operation of two operands, or of one and a number, as a table entry.
 *
 * @param name PyTorch's name, for errors and tests
 * @param kind what the kernel computes
 * @param type dtype rule
 * @param gradFn PyTorch's node name for two tensors; empty for an operation without a gradient
 * @param numberGradFn node name when one operand is a number
 * @param selfSaves what the rule for the first operand reads
 * @param selfRule gradient of the first operand
 * @param otherSaves what the rule for the second operand reads
 * @param otherRule gradient of the second operand
 * @param numberSaves what the rule reads when the second operand is the number {@code s.p()}
 * @param numberRule gradient of the first operand then
 */
public record BinaryOp(
        String name,
        BinaryKind kind,
        ResultType type,
        String gradFn,
        String numberGradFn,
        int selfSaves,
        @Nullable GradientRule selfRule,
        int otherSaves,
        @Nullable GradientRule otherRule,
        int numberSaves,
        @Nullable GradientRule numberRule) {

    /** An operation without a gradient. */
    static BinaryOp plain(String name, BinaryKind kind, ResultType type) {
        return new BinaryOp(name, kind, type, "", "", 0, null, 0, null, 0, null);
    }

    /** A comparison or logical operation: bool result, no gradient. */
    static BinaryOp comparison(String name, BinaryKind kind) {
        return plain(name, kind, ResultType.PROMOTED);
    }

    /** Whether the in-place form takes part in the graph with zero gradients, as comparisons of order do in PyTorch. */
    boolean forgets() {
        return switch (kind) {
            case EQ, NE, LT, LE, GT, GE -> true;
            default -> false;
        };
    }

    /** The node of such a form. */
    String forgetName(boolean number) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1) + (number ? "Backward0" : "Backward1");
    }

    /** An operation that PyTorch has no derivative for: the result is part of the graph, and a backward pass fails. */
    static BinaryOp withoutFormula(String name, BinaryKind kind, ResultType type) {
        GradientRule none = (g, s) -> {
            throw new AutogradException("derivative for aten::" + name + " is not implemented");
        };
        return of(name, kind, type, "NotImplemented")
                .self(0, none)
                .other(0, none)
                .number(0, none);
    }

    /** Starts a differentiable entry. */
    static BinaryOp of(String name, BinaryKind kind, ResultType type, String gradFn) {
        return new BinaryOp(name, kind, type, gradFn, gradFn, 0, null, 0, null, 0, null);
    }

    /** Another node name when the second operand is a number (PyTorch's overload index). */
    BinaryOp numberGradFn(String node) {
        return new BinaryOp(
                name, kind, type, gradFn, node, selfSaves, selfRule, otherSaves, otherRule, numberSaves, numberRule);
    }

    /** The gradient of the first operand. */
    BinaryOp self(int saves, GradientRule rule) {
        return new BinaryOp(
                name, kind, type, gradFn, numberGradFn, saves, rule, otherSaves, otherRule, numberSaves, numberRule);
    }

    /** The gradient of the second operand. */
    BinaryOp other(int saves, GradientRule rule) {
        return new BinaryOp(
                name, kind, type, gradFn, numberGradFn, selfSaves, selfRule, saves, rule, numberSaves, numberRule);
    }

    /** The gradient of the first operand when the second is a number. */
    BinaryOp number(int saves, GradientRule rule) {
        return new BinaryOp(
                name, kind, type, gradFn, numberGradFn, selfSaves, selfRule, otherSaves, otherRule, saves, rule);
    }

    /** The result as a new tensor. */
    public Tensor call(Tensor self, Tensor other) {
        return BinaryCalls.call(this, self, other, 0, 0);
    }

    /** The result as a new tensor, with parameters. */
    public Tensor call(Tensor self, Tensor other, double p, double q) {
        return BinaryCalls.call(this, self, other, p, q);
    }

    /** The result with a floating number as second operand. */
    public Tensor call(Tensor self, double number) {
        return NumberCalls.call(this, self, number, (long) number, true, 0);
    }

    /** The result with an integral number as second operand. */
    public Tensor call(Tensor self, long number) {
        return NumberCalls.call(this, self, number, number, false, 0);
    }

    /** Overwrites the first operand with the result and returns it. */
    public Tensor callInPlace(Tensor self, Tensor other) {
        return BinaryWrites.callInPlace(this, self, other, 0, 0);
    }

    /** The same with parameters. */
    public Tensor callInPlace(Tensor self, Tensor other, double p, double q) {
        return BinaryWrites.callInPlace(this, self, other, p, q);
    }

    /** Overwrites the first operand, a floating number being the second. */
    public Tensor callInPlace(Tensor self, double number) {
        return NumberCalls.callInPlace(this, self, number, (long) number, true, 0);
    }

    /** Overwrites the first operand, an integral number being the second. */
    public Tensor callInPlace(Tensor self, long number) {
        return NumberCalls.callInPlace(this, self, number, number, false, 0);
    }
}
