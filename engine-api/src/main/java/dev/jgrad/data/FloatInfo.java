package dev.jgrad.data;

/**
 * The limits of a floating dtype: {@code torch.finfo}.
 *
 * @param resolution decimal digits that always survive, as a power of ten
 * @param eps distance of 1 to the next number
 * @param smallestNormal the least positive number of full precision, also called tiny
 */
public record FloatInfo(double resolution, double min, double max, double eps, double smallestNormal, DType dtype) {
    static FloatInfo of(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> of(1e-15, Double.MAX_VALUE, 0x1p-52, Double.MIN_NORMAL, dtype);
            case FLOAT32 -> of(1e-6, Float.MAX_VALUE, 0x1p-23, Float.MIN_NORMAL, dtype);
            case FLOAT16 -> of(1e-3, 65504, 0x1p-10, 0x1p-14, dtype);
            case BFLOAT16 -> of(1e-2, 0x1.FEp127, 0x1p-7, Float.MIN_NORMAL, dtype);
            default ->
                throw new DTypeException("torch.finfo() requires a floating point input type. Use torch.iinfo to handle"
                        + " 'torch.finfo' (iinfo() on " + dtype + ")");
        };
    }

    private static FloatInfo of(double resolution, double max, double eps, double normal, DType dtype) {
        return new FloatInfo(resolution, -max, max, eps, normal, dtype);
    }

    /** The same as {@link #smallestNormal}. */
    public double tiny() {
        return smallestNormal;
    }

    /** The text PyTorch prints. */
    @Override
    public String toString() {
        return "finfo(resolution=" + SixDigits.text(resolution) + ", min=" + SixDigits.text(min) + ", max="
                + SixDigits.text(max) + ", eps=" + SixDigits.text(eps) + ", smallest_normal="
                + SixDigits.text(smallestNormal) + ", tiny=" + SixDigits.text(smallestNormal) + ", dtype="
                + dtype.label() + ")";
    }
}
