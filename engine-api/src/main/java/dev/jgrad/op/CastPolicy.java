package dev.jgrad.op;

/** What an autocast region does to the operands of an operation; the names are those of PyTorch's dispatcher. */
enum CastPolicy {
    /** Operands go to the region's lower precision: products and convolutions, where it pays. */
    LOWER_PRECISION,

    /** Operands go to float32: what loses its meaning with few digits or a small range. */
    FLOAT32,

    /** The result is float32 unless the caller names a dtype: sums and products of many elements. */
    FLOAT32_RESULT,

    /** Operands of different floating dtypes go to the widest of them. */
    WIDEST,

    /** The operation is refused, since float16 cannot hold what it computes. */
    BANNED
}
