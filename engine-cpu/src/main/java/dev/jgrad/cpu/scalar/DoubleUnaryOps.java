package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.scalar.Operations.DoubleUnary;
import dev.jgrad.spi.UnaryKind;
import org.jspecify.annotations.Nullable;

/** What each unary kind computes in double precision; predicates give 0 or 1. */
public final class DoubleUnaryOps {
    private static final double SQRT_HALF = 0.70710678118654752440;

    private DoubleUnaryOps() {}

    /** Null for what floating numbers do not have. */
    public static @Nullable DoubleUnary of(UnaryKind kind) {
        return switch (kind) {
            case NEG -> (x, p, q, r) -> -x;
            case ABS -> (x, p, q, r) -> Math.abs(x);
            case SIGN -> (x, p, q, r) -> x > 0 ? 1 : x < 0 ? -1 : 0;
            case BITWISE_NOT -> null;
            case EXP -> (x, p, q, r) -> Math.exp(x);
            case EXP2 -> (x, p, q, r) -> Math.pow(2, x);
            case EXPM1 -> (x, p, q, r) -> Math.expm1(x);
            case LOG -> (x, p, q, r) -> Math.log(x);
            case LOG2 -> (x, p, q, r) -> Elementary.log2(x);
            case LOG10 -> (x, p, q, r) -> Math.log10(x);
            case LOG1P -> (x, p, q, r) -> Math.log1p(x);
            case SQRT -> (x, p, q, r) -> Math.sqrt(x);
            case RSQRT -> (x, p, q, r) -> 1 / Math.sqrt(x);
            case RECIPROCAL -> (x, p, q, r) -> 1 / x;
            case SQUARE -> (x, p, q, r) -> x * x;
            case SIN -> (x, p, q, r) -> Math.sin(x);
            case COS -> (x, p, q, r) -> Math.cos(x);
            case TAN -> (x, p, q, r) -> Math.tan(x);
            case ASIN -> (x, p, q, r) -> Math.asin(x);
            case ACOS -> (x, p, q, r) -> Math.acos(x);
            case ATAN -> (x, p, q, r) -> Math.atan(x);
            case SINH -> (x, p, q, r) -> Math.sinh(x);
            case COSH -> (x, p, q, r) -> Math.cosh(x);
            case TANH -> (x, p, q, r) -> Math.tanh(x);
            case ASINH -> (x, p, q, r) -> Elementary.asinh(x);
            case ACOSH -> (x, p, q, r) -> Elementary.acosh(x);
            case ATANH -> (x, p, q, r) -> Elementary.atanh(x);
            case ERF -> (x, p, q, r) -> ErrorFunction.erf(x);
            case ERFC -> (x, p, q, r) -> ErrorFunction.erfc(x);
            case ERFINV -> (x, p, q, r) -> ErrorFunction.erfinv(x);
            case LGAMMA -> (x, p, q, r) -> Gamma.lgamma(x);
            case DIGAMMA -> (x, p, q, r) -> Gamma.digamma(x);
            case TRIGAMMA -> (x, p, q, r) -> Gamma.trigamma(x);
            case SINC -> (x, p, q, r) -> x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
            case I0 -> (x, p, q, r) -> Bessel.i0(x);
            case FLOOR -> (x, p, q, r) -> Math.floor(x);
            case CEIL -> (x, p, q, r) -> Math.ceil(x);
            case ROUND -> (x, p, q, r) -> Math.rint(x);
            case TRUNC -> (x, p, q, r) -> Elementary.trunc(x);
            case FRAC -> (x, p, q, r) -> x - Elementary.trunc(x);
            case SIGMOID -> (x, p, q, r) -> 1 / (1 + Math.exp(-x));
            case LOGIT -> (x, p, q, r) -> Elementary.logit(x, p);
            case LOGSIGMOID -> (x, p, q, r) -> Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
            case RELU -> (x, p, q, r) -> x < 0 ? 0 : x;
            case LEAKY_RELU -> (x, p, q, r) -> x > 0 ? x : x * p;
            case ELU -> (x, p, q, r) -> x < 0 ? Math.expm1(x * r) * (p * q) : x * q;
            case CLAMP -> (x, p, q, r) -> Math.min(Math.max(x, p), q);
            case THRESHOLD -> (x, p, q, r) -> x <= p ? q : x;
            case SOFTPLUS -> (x, p, q, r) -> x * p > q ? x : Math.log1p(Math.exp(x * p)) / p;
            case SILU -> (x, p, q, r) -> x / (1 + Math.exp(-x));
            case MISH -> (x, p, q, r) -> x * Math.tanh(Math.log1p(Math.exp(x)));
            case GELU -> (x, p, q, r) -> x * 0.5 * (1 + ErrorFunction.erf(x * SQRT_HALF));
            case GELU_TANH -> (x, p, q, r) -> 0.5 * x * (1 + Math.tanh(Activations.geluInner(x)));
            case HARDSIGMOID -> (x, p, q, r) -> Math.min(Math.max(x + 3, 0), 6) / 6;
            case HARDSWISH -> (x, p, q, r) -> x * Math.min(Math.max(x + 3, 0), 6) / 6;
            case HARDSHRINK -> (x, p, q, r) -> x >= -p && x <= p ? 0 : x;
            case SOFTSHRINK -> (x, p, q, r) -> x > p ? x - p : x < -p ? x + p : x != x ? x : 0;
            case SOFTSIGN -> (x, p, q, r) -> x / (1 + Math.abs(x));
            case NAN_TO_NUM ->
                (x, p, q, r) -> x != x ? p : x == Double.POSITIVE_INFINITY ? q : x == Double.NEGATIVE_INFINITY ? r : x;
            case DEG2RAD -> (x, p, q, r) -> x * (Math.PI / 180);
            case RAD2DEG -> (x, p, q, r) -> x * (180 / Math.PI);
            case LOGICAL_NOT -> (x, p, q, r) -> x == 0 ? 1 : 0;
            case IS_NAN -> (x, p, q, r) -> x != x ? 1 : 0;
            case IS_INF -> (x, p, q, r) -> Double.isInfinite(x) ? 1 : 0;
            case IS_FINITE -> (x, p, q, r) -> Double.isFinite(x) ? 1 : 0;
            case IS_POSINF -> (x, p, q, r) -> x == Double.POSITIVE_INFINITY ? 1 : 0;
            case IS_NEGINF -> (x, p, q, r) -> x == Double.NEGATIVE_INFINITY ? 1 : 0;
            case SIGNBIT -> (x, p, q, r) -> Double.doubleToRawLongBits(x) < 0 ? 1 : 0;
        };
    }
}
