package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.scalar.Operations.DoubleBinary;
import dev.jgrad.spi.BinaryKind;
import org.jspecify.annotations.Nullable;

/** What each binary kind computes in double precision; comparisons give 0 or 1. */
public final class DoubleBinaryOps {
    private DoubleBinaryOps() {}

    /** Null for what floating numbers do not have. */
    public static @Nullable DoubleBinary of(BinaryKind kind) {
        return switch (kind) {
            case ADD -> (a, b, p, q) -> a + b;
            case SUB -> (a, b, p, q) -> a - b;
            case MUL -> (a, b, p, q) -> a * b;
            case DIV -> (a, b, p, q) -> a / b;
            case ADD_SCALED -> (a, b, p, q) -> a + p * b;
            case FLOOR_DIV -> (a, b, p, q) -> Elementary.floorDivide(a, b);
            case TRUNC_DIV -> (a, b, p, q) -> Elementary.trunc(a / b);
            case REMAINDER -> (a, b, p, q) -> Elementary.remainder(a, b);
            case FMOD -> (a, b, p, q) -> a % b;
            case POW -> (a, b, p, q) -> Elementary.pow(a, b);
            case MAXIMUM -> (a, b, p, q) -> Math.max(a, b);
            case MINIMUM -> (a, b, p, q) -> Math.min(a, b);
            case FMAX -> (a, b, p, q) -> a != a ? b : b != b ? a : Math.max(a, b);
            case FMIN -> (a, b, p, q) -> a != a ? b : b != b ? a : Math.min(a, b);
            case ATAN2 -> (a, b, p, q) -> Math.atan2(a, b);
            case HYPOT -> (a, b, p, q) -> Math.hypot(a, b);
            case LOGADDEXP -> (a, b, p, q) -> Elementary.logAddExp(a, b);
            case LOGADDEXP2 -> (a, b, p, q) -> Elementary.logAddExp2(a, b);
            case COPYSIGN -> (a, b, p, q) -> Math.copySign(a, b);
            case NEXTAFTER -> (a, b, p, q) -> Math.nextAfter(a, b);
            case XLOGY -> (a, b, p, q) -> b != b ? b : a == 0 ? 0 : a * Math.log(b);
            case XLOG1PY -> (a, b, p, q) -> b != b ? b : a == 0 ? 0 : a * Math.log1p(b);
            case HEAVISIDE -> (a, b, p, q) -> a == 0 ? b : a > 0 ? 1 : 0;
            case BITWISE_AND, BITWISE_OR, BITWISE_XOR, SHIFT_LEFT, SHIFT_RIGHT, GCD, LCM -> null;
            case EQ -> (a, b, p, q) -> a == b ? 1 : 0;
            case NE -> (a, b, p, q) -> a != b ? 1 : 0;
            case LT -> (a, b, p, q) -> a < b ? 1 : 0;
            case LE -> (a, b, p, q) -> a <= b ? 1 : 0;
            case GT -> (a, b, p, q) -> a > b ? 1 : 0;
            case GE -> (a, b, p, q) -> a >= b ? 1 : 0;
            case LOGICAL_AND -> (a, b, p, q) -> a != 0 && b != 0 ? 1 : 0;
            case LOGICAL_OR -> (a, b, p, q) -> a != 0 || b != 0 ? 1 : 0;
            case LOGICAL_XOR -> (a, b, p, q) -> a != 0 ^ b != 0 ? 1 : 0;
            case SIGMOID_GRAD -> (a, b, p, q) -> a * (1 - b) * b;
            case TANH_GRAD -> (a, b, p, q) -> a * (1 - b * b);
            case THRESHOLD_GRAD -> (a, b, p, q) -> b <= p ? 0 : a;
            case HARDTANH_GRAD -> (a, b, p, q) -> b > p && b < q ? a : 0;
            case CLAMP_GRAD -> (a, b, p, q) -> b >= p && b <= q ? a : 0;
            case LEAKY_RELU_GRAD -> (a, b, p, q) -> b > 0 ? a : a * p;
            case GELU_GRAD -> (a, b, p, q) -> Activations.geluGrad(a, b);
            case GELU_TANH_GRAD -> (a, b, p, q) -> Activations.geluTanhGrad(a, b);
            case SILU_GRAD -> (a, b, p, q) -> Activations.siluGrad(a, b);
            case SOFTPLUS_GRAD -> (a, b, p, q) -> Activations.softplusGrad(a, b, p, q);
            case HARDSWISH_GRAD -> (a, b, p, q) -> Activations.hardswishGrad(a, b);
        };
    }
}
