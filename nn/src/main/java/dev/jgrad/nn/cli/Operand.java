package dev.jgrad.nn.cli;

import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;

/** A part of a formula: a tensor, or a number that stays one until it meets a tensor, as in Python. */
sealed interface Operand {
    /** A plain number. */
    record Number(double value) implements Operand {
        boolean isWhole() {
            return value == (long) value;
        }

        @Override
        public Tensor tensor() {
            return Tensors.scalar(value);
        }
    }

    /** Something with a history. */
    record Variable(Tensor tensor) implements Operand {}

    static Operand of(double value) {
        return new Number(value);
    }

    static Operand of(Tensor tensor) {
        return new Variable(tensor);
    }

    Tensor tensor();

    default Operand plus(Operand other) {
        return switch (this) {
            case Number(double x) when other instanceof Number(double y) -> of(x + y);
            case Number x -> other.plus(x);
            case Variable(Tensor t)
            when other instanceof Number n -> of(n.isWhole() ? t.add((long) n.value()) : t.add(n.value()));
            case Variable(Tensor t) -> of(t.add(other.tensor()));
        };
    }

    default Operand minus(Operand other) {
        return switch (this) {
            case Number(double x) when other instanceof Number(double y) -> of(x - y);
            case Number x ->
                of(
                        x.isWhole()
                                ? other.tensor().rsub((long) x.value())
                                : other.tensor().rsub(x.value()));
            case Variable(Tensor t)
            when other instanceof Number n -> of(n.isWhole() ? t.sub((long) n.value()) : t.sub(n.value()));
            case Variable(Tensor t) -> of(t.sub(other.tensor()));
        };
    }

    default Operand times(Operand other) {
        return switch (this) {
            case Number(double x) when other instanceof Number(double y) -> of(x * y);
            case Number x -> other.times(x);
            case Variable(Tensor t)
            when other instanceof Number n -> of(n.isWhole() ? t.mul((long) n.value()) : t.mul(n.value()));
            case Variable(Tensor t) -> of(t.mul(other.tensor()));
        };
    }

    default Operand dividedBy(Operand other) {
        return switch (this) {
            case Number(double x) when other instanceof Number(double y) -> of(x / y);
            case Number(double x) -> of(other.tensor().rdiv(x));
            case Variable(Tensor t)
            when other instanceof Number n -> of(n.isWhole() ? t.div((long) n.value()) : t.div(n.value()));
            case Variable(Tensor t) -> of(t.div(other.tensor()));
        };
    }

    default Operand toThe(Operand other) {
        return switch (this) {
            case Number(double x) when other instanceof Number(double y) -> of(Math.pow(x, y));
            case Number x ->
                of(
                        x.isWhole()
                                ? other.tensor().rpow((long) x.value())
                                : other.tensor().rpow(x.value()));
            case Variable(Tensor t)
            when other instanceof Number n -> of(n.isWhole() ? t.pow((long) n.value()) : t.pow(n.value()));
            case Variable(Tensor t) -> of(t.pow(other.tensor()));
        };
    }

    default Operand negated() {
        return this instanceof Number(double x) ? of(-x) : of(tensor().neg());
    }
}
