package dev.jgrad.cpu.kernels.gemm;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Products of small float32 matrices on the heap, where packing would take longer than multiplying. */
public final class SmallProduct {
    /** Multiplications up to which it is worth it. */
    private static final long LIMIT = 1 << 14;

    private SmallProduct() {}

    /** Multiplies if the operands are small and in arrays; returns whether it did. */
    public static boolean run(
            DType dtype,
            CpuBuffer out,
            Layout outLayout,
            CpuBuffer a,
            Layout aLayout,
            CpuBuffer b,
            Layout bLayout,
            @Nullable CpuBuffer bias,
            @Nullable Layout biasLayout,
            double alpha,
            double beta) {
        int rank = outLayout.rank();
        long k = aLayout.size(rank - 1);
        if (dtype != DType.FLOAT32
                || outLayout.numel() * k > LIMIT
                || !(out.array(dtype) instanceof float[] c)
                || !(a.array(dtype) instanceof float[] x)
                || !(b.array(dtype) instanceof float[] y)) {
            return false;
        }
        float[] z = bias == null ? null : bias.array(dtype) instanceof float[] array ? array : null;
        if (bias != null && z == null) {
            return false;
        }
        long batch = rank == 3 ? outLayout.size(0) : 1;
        int m = (int) outLayout.size(rank - 2);
        int n = (int) outLayout.size(rank - 1);
        float[] row = Workspace.current().floats(0, n);
        for (int g = 0; g < batch; g++) {
            for (int i = 0; i < m; i++) {
                Arrays.fill(row, 0, n, 0);
                int aAt = at(aLayout, g, i);
                int aStep = (int) aLayout.stride(rank - 1);
                int bAt = at(bLayout, g, 0);
                int bRow = (int) bLayout.stride(rank - 2);
                int bColumn = (int) bLayout.stride(rank - 1);
                if (bColumn == 1) {
                    for (int p = 0; p < k; p++) {
                        addRow(row, x[aAt + p * aStep], y, bAt + p * bRow, n);
                    }
                } else {
                    for (int j = 0; j < n; j++) {
                        row[j] = dot(x, aAt, aStep, y, bAt + j * bColumn, bRow, (int) k);
                    }
                }
                finish(row, c, outLayout, g, i, z, biasLayout, (float) alpha, (float) beta);
            }
        }
        return true;
    }

    private static int at(Layout layout, int batch, int row) {
        int rank = layout.rank();
        return (int) (layout.offset() + (rank == 3 ? batch * layout.stride(0) : 0) + row * layout.stride(rank - 2));
    }

    private static void addRow(float[] row, float factor, float[] y, int at, int n) {
        for (int j = 0; j < n; j++) {
            row[j] += factor * y[at + j];
        }
    }

    private static float dot(float[] x, int xAt, int xStep, float[] y, int yAt, int yStep, int n) {
        float s = 0;
        for (int p = 0; p < n; p++) {
            s += x[xAt + p * xStep] * y[yAt + p * yStep];
        }
        return s;
    }

    private static void finish(
            float[] row,
            float[] c,
            Layout layout,
            int batch,
            int i,
            float @Nullable [] bias,
            @Nullable Layout biasLayout,
            float alpha,
            float beta) {
        int rank = layout.rank();
        int n = (int) layout.size(rank - 1);
        int at = at(layout, batch, i);
        int step = (int) layout.stride(rank - 1);
        int biasAt = 0;
        int biasStep = 0;
        if (biasLayout != null) {
            int r = biasLayout.rank();
            biasStep = biasLayout.size(r - 1) == 1 ? 0 : (int) biasLayout.stride(r - 1);
            long moved = r > 1 && biasLayout.size(r - 2) > 1 ? i * biasLayout.stride(r - 2) : 0;
            moved += r > 2 && biasLayout.size(0) > 1 ? batch * biasLayout.stride(0) : 0;
            biasAt = (int) (biasLayout.offset() + moved);
        }
        for (int j = 0; j < n; j++) {
            float v = alpha * row[j];
            if (beta != 0) {
                v += beta * c[at + j * step];
            }
            if (bias != null) {
                v += bias[biasAt + j * biasStep];
            }
            c[at + j * step] = v;
        }
    }
}
