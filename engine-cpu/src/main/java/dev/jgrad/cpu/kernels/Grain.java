package dev.jgrad.cpu.kernels;

import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.UnaryKind;

/**
 * How many elements are worth a hand-over to another thread: about 2 µs of work. The classes are coarse, since within
 * a factor of two nothing is to be gained.
 */
final class Grain {
    /** Bound by memory. */
    static final int CHEAP = 16 << 10;

    /** Conversion through scratch arrays, or a vector math function: 0.4 to 1.5 ns each. */
    static final int MEDIUM = 2 << 10;

    /** A scalar function: 5 to 50 ns each. */
    static final int EXPENSIVE = 256;

    private static final int[] UNARY = new int[UnaryKind.values().length];
    private static final int[] BINARY = new int[BinaryKind.values().length];

    static {
        for (UnaryKind kind : UnaryKind.values()) {
            UNARY[kind.ordinal()] = of(kind);
        }
        for (BinaryKind kind : BinaryKind.values()) {
            BINARY[kind.ordinal()] = of(kind);
        }
    }

    private Grain() {}

    static int unary(UnaryKind kind) {
        return UNARY[kind.ordinal()];
    }

    static int binary(BinaryKind kind) {
        return BINARY[kind.ordinal()];
    }

    private static int of(UnaryKind kind) {
        return switch (kind) {
            case EXP, EXP2, EXPM1, LOG, LOG2, LOG10, LOG1P, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH -> MEDIUM;
            case TANH, ERF, SIGMOID, LOGSIGMOID, ELU, SOFTPLUS, SILU, MISH, GELU, GELU_TANH -> MEDIUM;
            case ASINH, ACOSH, ATANH, ERFC, ERFINV, LGAMMA, DIGAMMA, TRIGAMMA, SINC, I0, LOGIT -> EXPENSIVE;
            case NEG, ABS, SIGN, BITWISE_NOT, SQRT, RSQRT, RECIPROCAL, SQUARE, FLOOR, CEIL, ROUND, TRUNC -> CHEAP;
            case FRAC, RELU, LEAKY_RELU, CLAMP, THRESHOLD, HARDSIGMOID, HARDSWISH, HARDSHRINK, SOFTSHRINK -> CHEAP;
            case SOFTSIGN, NAN_TO_NUM, DEG2RAD, RAD2DEG, LOGICAL_NOT, IS_NAN, IS_INF, IS_FINITE -> CHEAP;
            case IS_POSINF, IS_NEGINF, SIGNBIT -> CHEAP;
        };
    }

    private static int of(BinaryKind kind) {
        return switch (kind) {
            case POW, ATAN2, HYPOT, GELU_GRAD, GELU_TANH_GRAD, SILU_GRAD, SOFTPLUS_GRAD -> MEDIUM;
            case FLOOR_DIV, REMAINDER, FMOD, LOGADDEXP, LOGADDEXP2, NEXTAFTER, XLOGY, XLOG1PY, GCD, LCM -> EXPENSIVE;
            case ADD, SUB, MUL, DIV, ADD_SCALED, TRUNC_DIV, MAXIMUM, MINIMUM, FMAX, FMIN, COPYSIGN -> CHEAP;
            case HEAVISIDE, BITWISE_AND, BITWISE_OR, BITWISE_XOR, SHIFT_LEFT, SHIFT_RIGHT -> CHEAP;
            case EQ, NE, LT, LE, GT, GE, LOGICAL_AND, LOGICAL_OR, LOGICAL_XOR -> CHEAP;
            case SIGMOID_GRAD, TANH_GRAD, THRESHOLD_GRAD, HARDTANH_GRAD, CLAMP_GRAD, LEAKY_RELU_GRAD -> CHEAP;
            case HARDSWISH_GRAD -> CHEAP;
        };
    }
}
