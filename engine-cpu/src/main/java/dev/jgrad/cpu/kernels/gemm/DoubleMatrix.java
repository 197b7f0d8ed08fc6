package dev.jgrad.cpu.kernels.gemm;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;
import java.util.Arrays;

/** The twin of {@link FloatMatrix} for float64. */
public final class DoubleMatrix implements DoubleProduct.Operand {
    private final DType dtype;
    private final CpuBuffer buffer;
    private final long offset;
    private final long batchStride;
    private final long stride;
    private final long kStride;

    /**
     * A matrix.
     *
     * @param stride distance of rows (of columns, for the right operand)
     * @param kStride distance along the dimension that is summed over
     */
    public DoubleMatrix(DType dtype, CpuBuffer buffer, long offset, long batchStride, long stride, long kStride) {
        this.dtype = dtype;
        this.buffer = buffer;
        this.offset = offset;
        this.batchStride = batchStride;
        this.stride = stride;
        this.kStride = kStride;
    }

    @Override
    public void pack(long batch, int first, int count, int k, int kCount, int group, double[] panel) {
        long start = offset + batch * batchStride + first * stride + k * kStride;
        double[] line = Workspace.current().doubles(3, Math.max(count, kCount) + group);
        if (kStride == 1 && stride != 1) {
            int groups = (count + group - 1) / group;
            for (int i = 0; i < groups * group; i++) {
                int at = i / group * group * kCount + i % group;
                if (i < count) {
                    Blocks.load(dtype, buffer, start + i * stride, 1, line, 0, kCount);
                } else {
                    Arrays.fill(line, 0, kCount, 0);
                }
                spread(line, panel, at, group, kCount);
            }
            return;
        }
        for (int p = 0; p < kCount; p++) {
            Blocks.load(dtype, buffer, start + p * kStride, stride, line, 0, count);
            Arrays.fill(line, count, count + group, 0);
            for (int i = 0; i < count; i += group) {
                System.arraycopy(line, i, panel, (i * kCount) + p * group, group);
            }
        }
    }

    private static void spread(double[] line, double[] panel, int at, int step, int n) {
        for (int p = 0; p < n; p++) {
            panel[at + p * step] = line[p];
        }
    }
}
