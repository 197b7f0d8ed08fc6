package dev.jgrad.cpu.kernels.pool;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.data.DType;
import org.jspecify.annotations.Nullable;

/** Makes rows of a pooling's output in a compute type. */
interface PoolRows {
    /** The one for a dtype. */
    static PoolRows of(Pooling pooling, DType dtype) {
        return switch (dtype) {
            case FLOAT32, FLOAT16, BFLOAT16 -> new FloatPoolRows(pooling);
            case FLOAT64 -> new DoublePoolRows(pooling);
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> new LongPoolRows(pooling);
        };
    }

    void maxRow(
            DType dtype,
            CpuBuffer target,
            @Nullable CpuBuffer indices,
            CpuBuffer source,
            int image,
            int channel,
            int channels,
            int d,
            int h);

    void averageRow(
            DType dtype, CpuBuffer target, CpuBuffer source, int image, int channel, int channels, int d, int h);
}
