package dev.jgrad.op;

import dev.jgrad.data.DType;

/** The extreme values of dtypes: {@code torch.finfo} and {@code torch.iinfo}. */
public final class Limits {
    private Limits() {}

    /** The greatest finite value. */
    public static double greatest(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> Float.MAX_VALUE;
            case FLOAT64 -> Double.MAX_VALUE;
            case FLOAT16 -> 65504;
            case BFLOAT16 -> 3.3895313892515355e38;
            case INT64 -> Long.MAX_VALUE;
            case INT32 -> Integer.MAX_VALUE;
            case INT16 -> Short.MAX_VALUE;
            case INT8 -> Byte.MAX_VALUE;
            case UINT8 -> 255;
            case BOOL -> 1;
        };
    }
}
