package dev.jgrad.cpu.kernels;

import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.UnaryKind;

/**
 * How many elements are worth a hand-over to another thread: about 2 µs of work. The classes are coarse, since within
 * a factor of two nothing is to be gained.
 */
final class Grain {
    /** Bound by memory: a thread brings 32 bytes to the core in a nanosecond, and a hand-over takes one microsecond. */
    static final int CHEAP = 32 << 10;

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
            // A new kind counts as cheap until it is measured: that only hands it over later than it could be.
            default -> CHEAP;
        };
    }

    private static int of(BinaryKind kind) {
        return switch (kind) {
            case POW, ATAN2, HYPOT, GELU_GRAD, GELU_TANH_GRAD, SILU_GRAD, SOFTPLUS_GRAD -> MEDIUM;
            case FLOOR_DIV, REMAINDER, FMOD, LOGADDEXP, LOGADDEXP2, NEXTAFTER, XLOGY, XLOG1PY, GCD, LCM -> EXPENSIVE;
            default -> CHEAP;
        };
    }
}
