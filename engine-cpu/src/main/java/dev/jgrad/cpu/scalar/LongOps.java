package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.scalar.Operations.LongBinary;
import dev.jgrad.cpu.scalar.Operations.LongUnary;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.UnaryKind;
import org.jspecify.annotations.Nullable;

/**
 * What kinds compute on integers. All integral dtypes are computed in long and cut to their width afterwards, which
 * gives the wrap-around of each. Division by zero throws {@link ArithmeticException}.
 */
final class LongOps {
    private LongOps() {}

    /** Null for what integers do not have. */
    static @Nullable LongUnary unary(UnaryKind kind) {
        return switch (kind) {
            case NEG -> (x, p, q, r) -> -x;
            case ABS -> (x, p, q, r) -> Math.abs(x);
            case SIGN -> (x, p, q, r) -> Long.signum(x);
            case BITWISE_NOT -> (x, p, q, r) -> ~x;
            case SQUARE -> (x, p, q, r) -> x * x;
            case FLOOR, CEIL, ROUND, TRUNC -> (x, p, q, r) -> x;
            case FRAC -> (x, p, q, r) -> 0;
            case RELU -> (x, p, q, r) -> Math.max(x, 0);
            case CLAMP -> (x, p, q, r) -> Math.min(Math.max(x, p), q);
            case THRESHOLD -> (x, p, q, r) -> x > p ? x : q;
            case NAN_TO_NUM -> (x, p, q, r) -> x;
            case LOGICAL_NOT -> (x, p, q, r) -> x == 0 ? 1 : 0;
            case IS_NAN, IS_INF, IS_POSINF, IS_NEGINF -> (x, p, q, r) -> 0;
            case IS_FINITE -> (x, p, q, r) -> 1;
            case SIGNBIT -> (x, p, q, r) -> x < 0 ? 1 : 0;
            case EXP, EXP2, EXPM1, LOG, LOG2, LOG10, LOG1P, SQRT, RSQRT, RECIPROCAL, SIN, COS, TAN, ASIN, ACOS, ATAN ->
                null;
            case SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, ERFC, ERFINV, LGAMMA, DIGAMMA, TRIGAMMA, SINC, I0 -> null;
            case SIGMOID, LOGIT, LOGSIGMOID, LEAKY_RELU, ELU, SOFTPLUS, SILU, MISH, GELU, GELU_TANH -> null;
            case HARDSIGMOID, HARDSWISH, HARDSHRINK, SOFTSHRINK, SOFTSIGN, DEG2RAD, RAD2DEG -> null;
        };
    }

    /** Null for what integers do not have. */
    static @Nullable LongBinary binary(BinaryKind kind) {
        return switch (kind) {
            case ADD -> (a, b, p, q) -> a + b;
            case SUB -> (a, b, p, q) -> a - b;
            case MUL -> (a, b, p, q) -> a * b;
            case ADD_SCALED -> (a, b, p, q) -> a + p * b;
            case FLOOR_DIV -> (a, b, p, q) -> Math.floorDiv(a, b);
            case TRUNC_DIV -> (a, b, p, q) -> a / b;
            case REMAINDER -> (a, b, p, q) -> Math.floorMod(a, b);
            case FMOD -> (a, b, p, q) -> a % b;
            case POW -> (a, b, p, q) -> pow(a, b);
            case MAXIMUM, FMAX -> (a, b, p, q) -> Math.max(a, b);
            case MINIMUM, FMIN -> (a, b, p, q) -> Math.min(a, b);
            case HEAVISIDE -> (a, b, p, q) -> a == 0 ? b : a > 0 ? 1 : 0;
            case BITWISE_AND -> (a, b, p, q) -> a & b;
            case BITWISE_OR -> (a, b, p, q) -> a | b;
            case BITWISE_XOR -> (a, b, p, q) -> a ^ b;
            case SHIFT_LEFT -> (a, b, p, q) -> b < 0 || b > 63 ? 0 : a << b;
            case SHIFT_RIGHT -> (a, b, p, q) -> a >> (b < 0 || b > 63 ? 63 : b);
            case GCD -> (a, b, p, q) -> gcd(a, b);
            case LCM -> (a, b, p, q) -> lcm(a, b);
            case EQ -> (a, b, p, q) -> a == b ? 1 : 0;
            case NE -> (a, b, p, q) -> a != b ? 1 : 0;
            case LT -> (a, b, p, q) -> a < b ? 1 : 0;
            case LE -> (a, b, p, q) -> a <= b ? 1 : 0;
            case GT -> (a, b, p, q) -> a > b ? 1 : 0;
            case GE -> (a, b, p, q) -> a >= b ? 1 : 0;
            case LOGICAL_AND -> (a, b, p, q) -> a != 0 && b != 0 ? 1 : 0;
            case LOGICAL_OR -> (a, b, p, q) -> a != 0 || b != 0 ? 1 : 0;
            case LOGICAL_XOR -> (a, b, p, q) -> a != 0 ^ b != 0 ? 1 : 0;
            case THRESHOLD_GRAD -> (a, b, p, q) -> b > p ? a : 0;
            case DIV, ATAN2, HYPOT, LOGADDEXP, LOGADDEXP2, COPYSIGN, NEXTAFTER, XLOGY, XLOG1PY -> null;
            case SIGMOID_GRAD, TANH_GRAD, HARDTANH_GRAD, CLAMP_GRAD, LEAKY_RELU_GRAD, GELU_GRAD -> null;
            case GELU_TANH_GRAD, SILU_GRAD, SOFTPLUS_GRAD, HARDSWISH_GRAD -> null;
        };
    }

    /** By repeated squaring, modulo 2^64; a negative exponent leaves only what 1 and -1 give. */
    private static long pow(long base, long exponent) {
        if (exponent < 0) {
            return base == 1 ? 1 : base == -1 ? ((exponent & 1) == 0 ? 1 : -1) : 0;
        }
        long result = 1;
        long b = base;
        for (long e = exponent; e != 0; e >>= 1) {
            if ((e & 1) != 0) {
                result *= b;
            }
            b *= b;
        }
        return result;
    }

    private static long gcd(long a, long b) {
        long x = Math.abs(a);
        long y = Math.abs(b);
        while (y != 0) {
            long t = x % y;
            x = y;
            y = t;
        }
        return x;
    }

    private static long lcm(long a, long b) {
        long g = gcd(a, b);
        return g == 0 ? 0 : Math.abs(a / g * b);
    }
}
