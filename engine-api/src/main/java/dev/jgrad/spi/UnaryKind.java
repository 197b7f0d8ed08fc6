package dev.jgrad.spi;

/**
 * What a unary kernel computes from x and up to three parameters p, q, r. Source of each: the PyTorch op of that name.
 * Kinds with {@link #isPredicate()} write bool.
 */
public enum UnaryKind {
    /** -x. */
    NEG,
    /** Absolute value. */
    ABS,
    /** -1, 0 or 1; NaN gives 0. */
    SIGN,
    /** Bitwise (integers) or logical (bool) complement. */
    BITWISE_NOT,
    /** e^x. */
    EXP,
    /** 2^x. */
    EXP2,
    /** e^x - 1. */
    EXPM1,
    /** Natural logarithm. */
    LOG,
    /** Logarithm to base 2. */
    LOG2,
    /** Logarithm to base 10. */
    LOG10,
    /** ln(1 + x). */
    LOG1P,
    /** Square root. */
    SQRT,
    /** 1 / sqrt(x). */
    RSQRT,
    /** 1 / x. */
    RECIPROCAL,
    /** x * x. */
    SQUARE,
    /** Sine. */
    SIN,
    /** Cosine. */
    COS,
    /** Tangent. */
    TAN,
    /** Inverse sine. */
    ASIN,
    /** Inverse cosine. */
    ACOS,
    /** Inverse tangent. */
    ATAN,
    /** Hyperbolic sine. */
    SINH,
    /** Hyperbolic cosine. */
    COSH,
    /** Hyperbolic tangent. */
    TANH,
    /** Inverse hyperbolic sine. */
    ASINH,
    /** Inverse hyperbolic cosine. */
    ACOSH,
    /** Inverse hyperbolic tangent. */
    ATANH,
    /** Error function. */
    ERF,
    /** 1 - erf(x), without cancellation. */
    ERFC,
    /** Inverse error function. */
    ERFINV,
    /** Logarithm of |gamma(x)|. */
    LGAMMA,
    /** Derivative of lgamma. */
    DIGAMMA,
    /** Second derivative of lgamma. */
    TRIGAMMA,
    /** sin(pi x) / (pi x), 1 at 0. */
    SINC,
    /** Modified Bessel function of the first kind, order 0. */
    I0,
    /** Greatest integer not above x. */
    FLOOR,
    /** Least integer not below x. */
    CEIL,
    /** Nearest integer, ties to even. */
    ROUND,
    /** Integer part. */
    TRUNC,
    /** x - trunc(x). */
    FRAC,
    /** 1 / (1 + e^-x). */
    SIGMOID,
    /** ln(x / (1 - x)); with p >= 0, x is clamped to [p, 1 - p] first. */
    LOGIT,
    /** ln(sigmoid(x)), stable. */
    LOGSIGMOID,
    /** max(x, 0); NaN stays. */
    RELU,
    /** x if x > 0 else p * x. */
    LEAKY_RELU,
    /** q * x if x > 0 else p * q * (e^(r x) - 1): p alpha, q scale, r input scale. Elu, celu, selu. */
    ELU,
    /** min(max(x, p), q); NaN stays. Also clamp with floating bounds, hardtanh, relu6. */
    CLAMP,
    /** x if x > p else q. */
    THRESHOLD,
    /** ln(1 + e^(p x)) / p, x itself where p x > q. */
    SOFTPLUS,
    /** x * sigmoid(x). */
    SILU,
    /** x * tanh(softplus(x)). */
    MISH,
    /** x * Phi(x) with erf. */
    GELU,
    /** The tanh approximation of gelu. */
    GELU_TANH,
    /** relu6(x + 3) / 6. */
    HARDSIGMOID,
    /** x * hardsigmoid(x). */
    HARDSWISH,
    /** x if |x| > p else 0. */
    HARDSHRINK,
    /** x - p if x > p, x + p if {@code x < -p}, else 0. */
    SOFTSHRINK,
    /** x / (1 + |x|). */
    SOFTSIGN,
    /** NaN to p, +inf to q, -inf to r; p, q, r exact in the dtype. */
    NAN_TO_NUM,
    /** Degrees to radians. */
    DEG2RAD,
    /** Radians to degrees. */
    RAD2DEG,
    /** Predicate: x == 0. */
    LOGICAL_NOT(true),
    /** Predicate. */
    IS_NAN(true),
    /** Predicate. */
    IS_INF(true),
    /** Predicate. */
    IS_FINITE(true),
    /** Predicate: +inf. */
    IS_POSINF(true),
    /** Predicate: -inf. */
    IS_NEGINF(true),
    /** Predicate: the sign bit is set (also for -0.0 and negative NaN). */
    SIGNBIT(true);

    private final boolean predicate;

    UnaryKind() {
        this(false);
    }

    UnaryKind(boolean predicate) {
        this.predicate = predicate;
    }

    /** True when the result is bool whatever the input's dtype. */
    public boolean isPredicate() {
        return predicate;
    }
}
