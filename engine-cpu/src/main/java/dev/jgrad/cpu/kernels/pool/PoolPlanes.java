package dev.jgrad.cpu.kernels.pool;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.data.DType;

/** Makes whole planes of a gradient of the input, some channels at a time. */
interface PoolPlanes {
    /** The one for a dtype. */
    static PoolPlanes of(DType dtype) {
        return dtype == DType.FLOAT64 ? new DoublePoolPlanes() : new FloatPoolPlanes();
    }

    void maxBackward(
            DType dtype,
            CpuBuffer gradInput,
            Volume in,
            CpuBuffer gradOutput,
            Volume out,
            CpuBuffer indices,
            Volume index,
            int image,
            int channel,
            int channels);

    void averageBackward(
            Pooling pooling,
            DType dtype,
            CpuBuffer gradInput,
            CpuBuffer gradOutput,
            int image,
            int channel,
            int channels);
}
