package dev.jgrad.cuda.kernels;

import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.UnaryKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which elementwise kinds there are for which types. A new kind does not compile until it is here. */
final class Supports {
    private Supports() {}

    static boolean integral(UnaryKind kind) {
        return switch (kind) {
            case NEG, ABS, SIGN, BITWISE_NOT, SQUARE, FLOOR, CEIL, ROUND, TRUNC, FRAC, RELU, CLAMP, THRESHOLD -> true;
            case NAN_TO_NUM, LOGICAL_NOT, IS_NAN, IS_INF, IS_POSINF, IS_NEGINF, IS_FINITE, SIGNBIT -> true;
            case EXP, EXP2, EXPM1, LOG, LOG2, LOG10, LOG1P, SQRT, RSQRT, RECIPROCAL, SIN, COS, TAN, ASIN, ACOS, ATAN ->
                false;
            case SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, ERFC, ERFINV, LGAMMA, DIGAMMA, TRIGAMMA, SINC, I0 -> false;
            case SIGMOID, LOGIT, LOGSIGMOID, LEAKY_RELU, ELU, SOFTPLUS, SILU, MISH, GELU, GELU_TANH -> false;
            case HARDSIGMOID, HARDSWISH, HARDSHRINK, SOFTSHRINK, SOFTSIGN, DEG2RAD, RAD2DEG -> false;
        };
    }

    static boolean integral(BinaryKind kind) {
        return switch (kind) {
            case ADD, SUB, MUL, ADD_SCALED, FLOOR_DIV, TRUNC_DIV, REMAINDER, FMOD, POW -> true;
            case MAXIMUM, MINIMUM, FMAX, FMIN, HEAVISIDE, THRESHOLD_GRAD -> true;
            case BITWISE_AND, BITWISE_OR, BITWISE_XOR, SHIFT_LEFT, SHIFT_RIGHT, GCD, LCM -> true;
            case EQ, NE, LT, LE, GT, GE, LOGICAL_AND, LOGICAL_OR, LOGICAL_XOR -> true;
            case DIV, ATAN2, HYPOT, LOGADDEXP, LOGADDEXP2, COPYSIGN, NEXTAFTER, XLOGY, XLOG1PY -> false;
            case SIGMOID_GRAD, TANH_GRAD, HARDTANH_GRAD, CLAMP_GRAD, LEAKY_RELU_GRAD, GELU_GRAD -> false;
            case GELU_TANH_GRAD, SILU_GRAD, SOFTPLUS_GRAD, HARDSWISH_GRAD -> false;
        };
    }

    private static boolean onlyIntegral(BinaryKind kind) {
        return switch (kind) {
            case BITWISE_AND, BITWISE_OR, BITWISE_XOR, SHIFT_LEFT, SHIFT_RIGHT, GCD, LCM -> true;
            default -> false;
        };
    }

    static boolean has(UnaryKind kind, DType dtype) {
        return dtype.isFloatingPoint() ? kind != UnaryKind.BITWISE_NOT : integral(kind);
    }

    static boolean has(BinaryKind kind, DType dtype) {
        return dtype.isFloatingPoint() ? !onlyIntegral(kind) : integral(kind);
    }

    /** Names of the kinds that share a compile unit with others of the same result type. */
    static List<String> unary(DType dtype, boolean predicates) {
        return Arrays.stream(UnaryKind.values())
                .filter(kind -> has(kind, dtype) && kind.isPredicate() == predicates)
                .map(Enum::name)
                .toList();
    }

    /** Likewise. */
    static List<String> binary(DType dtype, boolean comparisons) {
        return Arrays.stream(BinaryKind.values())
                .filter(kind -> has(kind, dtype) && kind.isComparison() == comparisons)
                .map(Enum::name)
                .toList();
    }

    static DTypeException missing(Enum<?> kind, DType dtype) {
        return new DTypeException("\"" + kind.name().toLowerCase(Locale.ROOT) + "\" not implemented for '"
                + dtype.scalarTypeName() + "'");
    }
}
