package dev.jgrad.data;

/**
 * The limits of an integer dtype: {@code torch.iinfo}.
 *
 * @param min the least number
 * @param max the greatest number
 */
public record IntegerInfo(long min, long max, DType dtype) {
    static IntegerInfo of(DType dtype) {
        if (!dtype.isIntegral() || dtype.isBool()) {
            throw new DTypeException("torch.iinfo() requires an integer input type. Use torch.finfo to handle"
                    + " 'torch.iinfo' (finfo() on " + dtype + ")");
        }
        int bits = 8 * dtype.byteSize();
        return dtype.isSigned()
                ? new IntegerInfo(Long.MIN_VALUE >> (64 - bits), Long.MAX_VALUE >> (64 - bits), dtype)
                : new IntegerInfo(0, (1L << bits) - 1, dtype);
    }

    /** The text PyTorch prints. */
    @Override
    public String toString() {
        return "iinfo(min=" + SixDigits.text(min) + ", max=" + SixDigits.text(max) + ", dtype=" + dtype.label() + ")";
    }
}
