package dev.jgrad.data;

/**
 * PyTorch's type promotion: operands fall into three priority classes (tensors with dimensions, zero-dimensional
 * tensors, numbers); a lower class changes the result only by raising its category (bool &lt; integral &lt; floating).
 * Source: "Tensor Attributes", {@code torch.result_type}.
 */
public final class Promotion {
    private Promotion() {}

    private static final DType[][] TABLE = table();

    /** The smallest dtype that both convert to: {@code torch.promote_types}. */
    public static DType promote(DType a, DType b) {
        return a == b ? a : TABLE[a.ordinal()][b.ordinal()];
    }

    /**
     * The result dtype of two tensors: {@code torch.result_type}.
     *
     * @param scalarA true when {@code a} belongs to a zero-dimensional tensor
     * @param scalarB true when {@code b} belongs to a zero-dimensional tensor
     */
    public static DType result(DType a, boolean scalarA, DType b, boolean scalarB) {
        if (a == b) {
            return a;
        }
        if (scalarA == scalarB) {
            return promote(a, b);
        }
        return scalarB ? withLower(a, b) : withLower(b, a);
    }

    /** The result dtype of a tensor and an integral number. */
    public static DType withIntegralNumber(DType tensor) {
        return tensor.isBool() ? DType.INT64 : tensor;
    }

    private static DType withLower(DType high, DType low) {
        return category(low) > category(high) ? low : high;
    }

    private static int category(DType d) {
        return d.isFloatingPoint() ? 2 : d.isIntegral() ? 1 : 0;
    }

    /** True when a value of {@code from} may be stored into {@code to} in place: PyTorch's {@code can_cast}. */
    public static boolean canCast(DType from, DType to) {
        return category(from) <= category(to);
    }

    private static DType[][] table() {
        DType[] all = DType.values();
        DType[][] t = new DType[all.length][all.length];
        for (DType a : all) {
            for (DType b : all) {
                t[a.ordinal()][b.ordinal()] = compute(a, b);
            }
        }
        return t;
    }

    private static DType compute(DType a, DType b) {
        if (a == b) {
            return a;
        }
        int ca = category(a);
        int cb = category(b);
        if (ca != cb) {
            return ca > cb ? a : b;
        }
        if (ca == 2) {
            if (a == DType.FLOAT64 || b == DType.FLOAT64) {
                return DType.FLOAT64;
            }
            return DType.FLOAT32;
        }
        if (a == DType.UINT8 || b == DType.UINT8) {
            DType other = a == DType.UINT8 ? b : a;
            return other == DType.INT8 ? DType.INT16 : other;
        }
        return a.byteSize() > b.byteSize() ? a : b;
    }
}
