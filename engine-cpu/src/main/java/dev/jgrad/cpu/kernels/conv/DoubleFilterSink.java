package dev.jgrad.cpu.kernels.conv;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.gemm.DoubleProduct;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;

/** The twin of {@link FloatFilterSink} for float64. */
public final class DoubleFilterSink implements DoubleProduct.Sink {
    private final DType dtype;
    private final CpuBuffer out;
    private final Layout layout;
    private final int outputs;
    private final int channels;

    /** A sink for {@code outputs} output channels per group. */
    public DoubleFilterSink(DType dtype, CpuBuffer out, Layout layout, int outputs) {
        this.dtype = dtype;
        this.out = out;
        this.layout = layout;
        this.outputs = outputs;
        channels = (int) layout.size(1);
    }

    @Override
    public void store(long batch, int row, int rows, int column, int columns, double[] block, int ld) {
        for (int j = 0; j < columns; ) {
            int channel = (column + j) % channels;
            int run = Math.min(channels - channel, columns - j);
            long at = layout.offset() + channel * layout.stride(1) + tap((column + j) / channels);
            for (int i = 0; i < rows; i++) {
                long to = at + (batch * outputs + row + i) * layout.stride(0);
                Blocks.store(dtype, out, to, layout.stride(1), block, i * ld + j, run);
            }
            j += run;
        }
    }

    private long tap(int tap) {
        long at = 0;
        for (int d = layout.rank() - 1; d >= 2; d--) {
            int n = (int) layout.size(d);
            at += tap % n * layout.stride(d);
            tap /= n;
        }
        return at;
    }
}
