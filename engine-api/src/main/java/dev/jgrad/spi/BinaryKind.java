package dev.jgrad.spi;

/**
 * What a binary kernel computes from a and b of one dtype and up to two parameters p, q. Comparisons write bool. The
 * {@code …_GRAD} kinds are gradients of activations: a is the incoming gradient, b the saved value.
 */
public enum BinaryKind {
    /** a + b; or for bool. */
    ADD,
    /** a - b. */
    SUB,
    /** a * b; and for bool. */
    MUL,
    /** a / b of floating dtypes. */
    DIV,
    /** a + p * b. */
    ADD_SCALED,
    /** Quotient rounded down: Python's a // b. Integer division by zero throws. */
    FLOOR_DIV,
    /** Quotient rounded towards zero. Integer division by zero throws. */
    TRUNC_DIV,
    /** Remainder with the sign of the divisor: Python's a % b. */
    REMAINDER,
    /** Remainder with the sign of the dividend: C's fmod. */
    FMOD,
    /** a to the power of b; integers by repeated squaring, negative exponents as PyTorch. */
    POW,
    /** Greater of both, NaN wins. */
    MAXIMUM,
    /** Lesser of both, NaN wins. */
    MINIMUM,
    /** Greater of both, NaN loses. */
    FMAX,
    /** Lesser of both, NaN loses. */
    FMIN,
    /** atan2(a, b). */
    ATAN2,
    /** sqrt(a^2 + b^2). */
    HYPOT,
    /** ln(e^a + e^b). */
    LOGADDEXP,
    /** log2(2^a + 2^b). */
    LOGADDEXP2,
    /** |a| with the sign of b. */
    COPYSIGN,
    /** Next representable value after a towards b. */
    NEXTAFTER,
    /** a * ln(b), 0 where a is 0 and b is not NaN. */
    XLOGY,
    /** a * log1p(b), likewise. */
    XLOG1PY,
    /** 0, 1 or b as a is below, above or equal to 0. */
    HEAVISIDE,
    /** Bitwise and, logical for bool. */
    BITWISE_AND,
    /** Bitwise or. */
    BITWISE_OR,
    /** Bitwise exclusive or. */
    BITWISE_XOR,
    /** {@code a << b}; PyTorch's rules for shifts out of range. */
    SHIFT_LEFT,
    /** a >> b, arithmetic. */
    SHIFT_RIGHT,
    /** Greatest common divisor. */
    GCD,
    /** Least common multiple. */
    LCM,
    /** a == b. */
    EQ(true),
    /** a != b. */
    NE(true),
    /** a &lt; b. */
    LT(true),
    /** a &lt;= b. */
    LE(true),
    /** a &gt; b. */
    GT(true),
    /** a &gt;= b. */
    GE(true),
    /** Both are not zero. */
    LOGICAL_AND(true),
    /** One is not zero. */
    LOGICAL_OR(true),
    /** Exactly one is not zero. */
    LOGICAL_XOR(true),
    /** a * b * (1 - b); b = sigmoid's output. */
    SIGMOID_GRAD,
    /** a * (1 - b^2); b = tanh's output. */
    TANH_GRAD,
    /** a where b > p, else 0; relu and threshold; b input or relu's output. */
    THRESHOLD_GRAD,
    /** a where {@code p < b < q}, else 0: hardtanh, relu6. */
    HARDTANH_GRAD,
    /** a where {@code p <= b <= q}, else 0: clamp. */
    CLAMP_GRAD,
    /** a where b > 0, else p * a; b = input. */
    LEAKY_RELU_GRAD,
    /** Derivative of GELU at b times a. */
    GELU_GRAD,
    /** Derivative of GELU_TANH at b times a. */
    GELU_TANH_GRAD,
    /** Derivative of SILU at b times a. */
    SILU_GRAD,
    /** Derivative of softplus (p beta, q threshold) at b times a. */
    SOFTPLUS_GRAD,
    /** Derivative of hardswish at b times a. */
    HARDSWISH_GRAD;

    private final boolean comparison;

    BinaryKind() {
        this(false);
    }

    BinaryKind(boolean comparison) {
        this.comparison = comparison;
    }

    /** True when the result is bool whatever the dtype of the inputs. */
    public boolean isComparison() {
        return comparison;
    }
}
