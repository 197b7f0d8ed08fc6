package dev.jgrad.testkit;

import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.TernaryKind;
import dev.jgrad.spi.UnaryKind;

/**
 * What elementwise kinds mean, as plain formulas in double: slow, and obviously right. Functions that Java has no formula
 * for are left to tests with known values.
 */
public final class NaiveElementwise {
    private NaiveElementwise() {}

    /** True for kinds that {@link #unary} does not know. */
    public static boolean isSpecial(UnaryKind kind) {
        return switch (kind) {
            case ERF, ERFC, ERFINV, LGAMMA, DIGAMMA, TRIGAMMA, I0, GELU -> true;
            default -> false;
        };
    }

    /** The value of a unary kind. */
    public static double unary(UnaryKind kind, double x, double p, double q, double r) {
        return switch (kind) {
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case SIGN -> x > 0 ? 1 : x < 0 ? -1 : 0;
            case BITWISE_NOT -> ~(long) x;
            case EXP -> Math.exp(x);
            case EXP2 -> Math.pow(2, x);
            case EXPM1 -> Math.expm1(x);
            case LOG -> Math.log(x);
            case LOG2 -> Math.log(x) / Math.log(2);
            case LOG10 -> Math.log10(x);
            case LOG1P -> Math.log1p(x);
            case SQRT -> Math.sqrt(x);
            case RSQRT -> 1 / Math.sqrt(x);
            case RECIPROCAL -> 1 / x;
            case SQUARE -> x * x;
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case TAN -> Math.tan(x);
            case ASIN -> Math.asin(x);
            case ACOS -> Math.acos(x);
            case ATAN -> Math.atan(x);
            case SINH -> Math.sinh(x);
            case COSH -> Math.cosh(x);
            case TANH -> Math.tanh(x);
            case ASINH -> Math.signum(x) * Math.log(Math.abs(x) + Math.sqrt(x * x + 1));
            case ACOSH -> x < 1 ? Double.NaN : Math.log(x + Math.sqrt(x * x - 1));
            case ATANH -> 0.5 * Math.log((1 + x) / (1 - x));
            case SINC -> x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
            case FLOOR -> Math.floor(x);
            case CEIL -> Math.ceil(x);
            case ROUND -> Math.rint(x);
            case TRUNC -> x < 0 ? Math.ceil(x) : Math.floor(x);
            case FRAC -> x - (x < 0 ? Math.ceil(x) : Math.floor(x));
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case LOGIT -> Math.log(x / (1 - x));
            case LOGSIGMOID -> Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
            case RELU -> x < 0 ? 0 : x;
            case LEAKY_RELU -> x > 0 ? x : p * x;
            case ELU -> x < 0 ? p * q * Math.expm1(r * x) : q * x;
            case CLAMP -> Math.min(Math.max(x, p), q);
            case THRESHOLD -> x <= p ? q : x;
            case SOFTPLUS -> p * x > q ? x : Math.log1p(Math.exp(p * x)) / p;
            case SILU -> x / (1 + Math.exp(-x));
            case MISH -> x * Math.tanh(Math.log1p(Math.exp(x)));
            case GELU_TANH -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3))));
            case HARDSIGMOID -> Math.min(Math.max(x + 3, 0), 6) / 6;
            case HARDSWISH -> x * Math.min(Math.max(x + 3, 0), 6) / 6;
            case HARDSHRINK -> x >= -p && x <= p ? 0 : x;
            case SOFTSHRINK -> x > p ? x - p : x < -p ? x + p : x != x ? x : 0;
            case SOFTSIGN -> x / (1 + Math.abs(x));
            case NAN_TO_NUM -> x != x ? p : Double.isInfinite(x) ? (x > 0 ? q : r) : x;
            case DEG2RAD -> Math.toRadians(x);
            case RAD2DEG -> Math.toDegrees(x);
            case LOGICAL_NOT -> truth(x == 0);
            case IS_NAN -> truth(x != x);
            case IS_INF -> truth(Double.isInfinite(x));
            case IS_FINITE -> truth(Double.isFinite(x));
            case IS_POSINF -> truth(x == Double.POSITIVE_INFINITY);
            case IS_NEGINF -> truth(x == Double.NEGATIVE_INFINITY);
            case SIGNBIT -> truth(Double.doubleToRawLongBits(x) < 0);
            case ERF, ERFC, ERFINV, LGAMMA, DIGAMMA, TRIGAMMA, I0, GELU -> throw new AssertionError(kind);
        };
    }

    /** True for kinds that {@link #binary} does not know. */
    public static boolean isSpecial(BinaryKind kind) {
        return switch (kind) {
            case NEXTAFTER, GELU_GRAD -> true;
            default -> false;
        };
    }

    /** The value of a binary kind; integers as doubles, to be cut to their width afterwards. */
    public static double binary(BinaryKind kind, boolean integral, double a, double b, double p, double q) {
        return switch (kind) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case ADD_SCALED -> a + p * b;
            case FLOOR_DIV -> b == 0 || Double.isInfinite(a) ? a / b + 0 * b : floorDivide(a, b);
            case TRUNC_DIV -> a / b < 0 ? Math.ceil(a / b) : Math.floor(a / b);
            case REMAINDER -> a % b != 0 && (b < 0) != (a % b < 0) ? a % b + b : a % b;
            case FMOD -> a % b;
            case POW -> integral ? integerPower((long) a, (long) b) : power(a, b);
            case MAXIMUM -> Math.max(a, b);
            case MINIMUM -> Math.min(a, b);
            case FMAX -> a != a ? b : b != b ? a : Math.max(a, b);
            case FMIN -> a != a ? b : b != b ? a : Math.min(a, b);
            case ATAN2 -> Math.atan2(a, b);
            case HYPOT -> Math.hypot(a, b);
            case LOGADDEXP ->
                a == b && Double.isInfinite(a) ? a : Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
            case LOGADDEXP2 ->
                a == b && Double.isInfinite(a)
                        ? a
                        : Math.max(a, b) + Math.log1p(Math.pow(2, -Math.abs(a - b))) / Math.log(2);
            case COPYSIGN -> Math.copySign(a, b);
            case XLOGY -> b != b ? b : a == 0 ? 0 : a * Math.log(b);
            case XLOG1PY -> b != b ? b : a == 0 ? 0 : a * Math.log1p(b);
            case HEAVISIDE -> a == 0 ? b : truth(a > 0);
            case BITWISE_AND -> (long) a & (long) b;
            case BITWISE_OR -> (long) a | (long) b;
            case BITWISE_XOR -> (long) a ^ (long) b;
            case SHIFT_LEFT -> b < 0 || b > 63 ? 0 : (long) a << (long) b;
            case SHIFT_RIGHT -> b < 0 || b > 63 ? ((long) a < 0 ? -1 : 0) : (long) a >> (long) b;
            case GCD -> gcd(Math.abs((long) a), Math.abs((long) b));
            case LCM -> a == 0 || b == 0 ? 0 : Math.abs(a * b) / gcd(Math.abs((long) a), Math.abs((long) b));
            case EQ -> truth(a == b);
            case NE -> truth(a != b);
            case LT -> truth(a < b);
            case LE -> truth(a <= b);
            case GT -> truth(a > b);
            case GE -> truth(a >= b);
            case LOGICAL_AND -> truth(a != 0 && b != 0);
            case LOGICAL_OR -> truth(a != 0 || b != 0);
            case LOGICAL_XOR -> truth(a != 0 ^ b != 0);
            case SIGMOID_GRAD -> a * (1 - b) * b;
            case TANH_GRAD -> a * (1 - b * b);
            case THRESHOLD_GRAD -> b <= p ? 0 : a;
            case HARDTANH_GRAD -> b > p && b < q ? a : 0;
            case CLAMP_GRAD -> b >= p && b <= q ? a : 0;
            case LEAKY_RELU_GRAD -> b > 0 ? a : p * a;
            case GELU_TANH_GRAD -> {
                double k = Math.sqrt(2 / Math.PI);
                double t = Math.tanh(k * (b + 0.044715 * b * b * b));
                yield a * (0.5 * (1 + t) + 0.5 * b * (1 - t * t) * k * (1 + 3 * 0.044715 * b * b));
            }
            case SILU_GRAD -> {
                double s = 1 / (1 + Math.exp(-b));
                yield a * s * (1 + b * (1 - s));
            }
            case SOFTPLUS_GRAD -> p * b > q ? a : a * Math.exp(p * b) / (Math.exp(p * b) + 1);
            case HARDSWISH_GRAD -> b <= -3 ? 0 : b >= 3 ? a : a * (b / 3 + 0.5);
            case NEXTAFTER, GELU_GRAD -> throw new AssertionError(kind);
        };
    }

    /** The value of a ternary kind. */
    public static double ternary(TernaryKind kind, double a, double b, double c, double p) {
        return switch (kind) {
            case WHERE -> a != 0 ? b : c;
            case ADDCMUL -> a + p * b * c;
            case ADDCDIV -> a + p * b / c;
            case LERP -> a + c * (b - a);
            case CLAMP -> Math.min(Math.max(a, b), c);
        };
    }

    private static double truth(boolean value) {
        return value ? 1 : 0;
    }

    private static double floorDivide(double a, double b) {
        double mod = a % b;
        double quotient = (a - mod) / b;
        return Math.rint(mod != 0 && (b < 0) != (mod < 0) ? quotient - 1 : quotient);
    }

    /** C's pow: Java gives NaN where the exponent is infinite and the base 1 or -1. */
    private static double power(double a, double b) {
        return a == 1 || (a == -1 && Double.isInfinite(b)) ? 1 : Math.pow(a, b);
    }

    private static double integerPower(long base, long exponent) {
        if (exponent < 0) {
            return base == 1 ? 1 : base == -1 ? (exponent % 2 == 0 ? 1 : -1) : 0;
        }
        long result = 1;
        for (long i = 0; i < exponent; i++) {
            result *= base;
        }
        return result;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
