package dev.jgrad.cpu.kernels.order;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.walk.Lines;
import dev.jgrad.data.DType;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.Layout;
import org.jspecify.annotations.Nullable;

/** Extremes along a dimension, with their index. */
public final class Extremes {
    private Extremes() {}

    /** As {@link dev.jgrad.spi.ReductionKernels#reduceWithIndex}. */
    public static void run(
            boolean largest,
            DType dtype,
            @Nullable CpuBuffer values,
            Layout valuesLayout,
            CpuBuffer indices,
            Layout indicesLayout,
            CpuBuffer in,
            Layout inLayout,
            int dim) {
        if (indicesLayout.numel() == 0) {
            return;
        }
        if (inLayout.numel() == 0) {
            throw new IndexException(
                    (largest ? "max" : "min") + "(): Expected reduction dim " + dim + " to have non-zero size.");
        }
        Lines lines = new Lines(dim, inLayout, valuesLayout, indicesLayout);
        switch (dtype) {
            case FLOAT32, FLOAT16, BFLOAT16 -> new FloatExtremes(largest, dtype, values, indices, in, lines).run();
            case FLOAT64 -> new DoubleExtremes(largest, dtype, values, indices, in, lines).run();
            case INT64, INT32, INT16, INT8, UINT8, BOOL ->
                new LongExtremes(largest, dtype, values, indices, in, lines).run();
        }
    }
}
