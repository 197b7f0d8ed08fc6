package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.scalar.Operations.DoubleBinary;
import dev.jgrad.cpu.scalar.Operations.DoubleUnary;
import dev.jgrad.cpu.scalar.Operations.FloatBinary;
import dev.jgrad.cpu.scalar.Operations.FloatUnary;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.UnaryKind;
import org.jspecify.annotations.Nullable;

/**
 * What kinds compute in single precision: plain float arithmetic where that is exact or the usual one, else the double
 * form, rounded once.
 */
public final class FloatOps {
    private FloatOps() {}

    /** The form of a unary kind; null for what floating numbers do not have. */
    public static @Nullable FloatUnary unary(UnaryKind kind) {
        return switch (kind) {
            case NEG -> (x, p, q, r) -> -x;
            case ABS -> (x, p, q, r) -> Math.abs(x);
            case SQRT -> (x, p, q, r) -> (float) Math.sqrt(x);
            case RECIPROCAL -> (x, p, q, r) -> 1 / x;
            case SQUARE -> (x, p, q, r) -> x * x;
            case RELU -> (x, p, q, r) -> x < 0 ? 0 : x;
            case LEAKY_RELU -> (x, p, q, r) -> x > 0 ? x : x * p;
            case CLAMP -> (x, p, q, r) -> Math.min(Math.max(x, p), q);
            case THRESHOLD -> (x, p, q, r) -> x <= p ? q : x;
            case HARDSHRINK -> (x, p, q, r) -> x >= -p && x <= p ? 0 : x;
            case SOFTSHRINK -> (x, p, q, r) -> x > p ? x - p : x < -p ? x + p : x != x ? x : 0;
            case SOFTSIGN -> (x, p, q, r) -> x / (1 + Math.abs(x));
            case LOGSIGMOID -> (x, p, q, r) -> Math.min(x, 0) - (float) Math.log1p(Math.exp(-Math.abs(x)));
            case SIGN -> (x, p, q, r) -> x > 0 ? 1 : x < 0 ? -1 : 0;
            case HARDSIGMOID -> (x, p, q, r) -> Math.min(Math.max(x + 3, 0), 6) / 6;
            case HARDSWISH -> (x, p, q, r) -> x * Math.min(Math.max(x + 3, 0), 6) / 6;
            case DEG2RAD -> (x, p, q, r) -> x * (float) (Math.PI / 180);
            case RAD2DEG -> (x, p, q, r) -> x * (float) (180 / Math.PI);
            case LOGICAL_NOT -> (x, p, q, r) -> x == 0 ? 1 : 0;
            case IS_NAN -> (x, p, q, r) -> x != x ? 1 : 0;
            case SIGNBIT -> (x, p, q, r) -> Float.floatToRawIntBits(x) < 0 ? 1 : 0;
            default -> {
                DoubleUnary wide = DoubleUnaryOps.of(kind);
                yield wide == null ? null : (x, p, q, r) -> (float) wide.apply(x, p, q, r);
            }
        };
    }

    /** The form of a binary kind; null for what floating numbers do not have. */
    public static @Nullable FloatBinary binary(BinaryKind kind) {
        return switch (kind) {
            case ADD -> (a, b, p, q) -> a + b;
            case SUB -> (a, b, p, q) -> a - b;
            case MUL -> (a, b, p, q) -> a * b;
            case DIV -> (a, b, p, q) -> a / b;
            case ADD_SCALED -> (a, b, p, q) -> a + p * b;
            // The quotient is rounded first: 1 / 0.1f is 10, and in double precision less.
            case TRUNC_DIV -> (a, b, p, q) -> (float) Elementary.trunc(a / b);
            case MAXIMUM -> (a, b, p, q) -> Math.max(a, b);
            case MINIMUM -> (a, b, p, q) -> Math.min(a, b);
            case NEXTAFTER -> (a, b, p, q) -> Math.nextAfter(a, b);
            case EQ -> (a, b, p, q) -> a == b ? 1 : 0;
            case NE -> (a, b, p, q) -> a != b ? 1 : 0;
            case LT -> (a, b, p, q) -> a < b ? 1 : 0;
            case LE -> (a, b, p, q) -> a <= b ? 1 : 0;
            case GT -> (a, b, p, q) -> a > b ? 1 : 0;
            case GE -> (a, b, p, q) -> a >= b ? 1 : 0;
            case SIGMOID_GRAD -> (a, b, p, q) -> a * (1 - b) * b;
            case TANH_GRAD -> (a, b, p, q) -> a * (1 - b * b);
            case THRESHOLD_GRAD -> (a, b, p, q) -> b <= p ? 0 : a;
            case HARDTANH_GRAD -> (a, b, p, q) -> b > p && b < q ? a : 0;
            case CLAMP_GRAD -> (a, b, p, q) -> b >= p && b <= q ? a : 0;
            case LEAKY_RELU_GRAD -> (a, b, p, q) -> b > 0 ? a : a * p;
            case HARDSWISH_GRAD -> (a, b, p, q) -> b <= -3 ? 0 : b >= 3 ? a : a * (b / 3 + 0.5f);
            default -> {
                DoubleBinary wide = DoubleBinaryOps.of(kind);
                yield wide == null ? null : (a, b, p, q) -> (float) wide.apply(a, b, p, q);
            }
        };
    }
}
