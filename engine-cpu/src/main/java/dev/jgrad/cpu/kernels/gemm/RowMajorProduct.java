package dev.jgrad.cpu.kernels.gemm;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.FloatLanes;
import dev.jgrad.cpu.kernels.lanes.FloatRows;
import dev.jgrad.cpu.kernels.lanes.ProductLanes;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import org.jspecify.annotations.Nullable;

/**
 * Products of float32 matrices on the heap whose rows lie without gaps between their elements: for so few of them a library's call, with copies
 * of both operands and of the result, takes longer than the product.
 */
public final class RowMajorProduct {
    private RowMajorProduct() {}

    /**
     * {@code out = a @ b + bias} if the operands are of that kind; returns whether they were.
     *
     * @param bias a row of n elements for all rows, or null
     */
    public static boolean run(
            DType dtype,
            CpuBuffer out,
            Layout outLayout,
            CpuBuffer a,
            Layout aLayout,
            CpuBuffer b,
            Layout bLayout,
            @Nullable CpuBuffer bias,
            @Nullable Layout biasLayout) {
        int row = outLayout.rank() - 2;
        int column = row + 1;
        if (!FloatLanes.areVectors()
                || dtype != DType.FLOAT32
                || outLayout.size(row) < ProductLanes.ROWS
                || outLayout.size(column) < ProductLanes.COLUMNS
                || outLayout.stride(column) != 1
                || bLayout.stride(column) != 1
                || !(out.array(dtype) instanceof float[] c)
                || !(a.array(dtype) instanceof float[] x)
                || !(b.array(dtype) instanceof float[] y)) {
            return false;
        }
        float[] z = null;
        int biasAt = 0;
        if (bias != null && biasLayout != null) {
            if (biasLayout.stride(column) != 1 || !(bias.array(dtype) instanceof float[] vector)) {
                return false;
            }
            z = vector;
            biasAt = (int) biasLayout.offset();
        }
        long batch = row == 1 ? outLayout.size(0) : 1;
        for (int g = 0; g < batch; g++) {
            product(at(outLayout, g), outLayout, c, at(aLayout, g), aLayout, x, at(bLayout, g), bLayout, y);
            for (int i = 0; z != null && i < outLayout.size(row); i++) {
                int to = at(outLayout, g) + i * (int) outLayout.stride(row);
                FloatRows.PREFERRED.add(z, biasAt, c, to, (int) outLayout.size(column));
            }
        }
        return true;
    }

    private static int at(Layout layout, int matrix) {
        return (int) (layout.offset() + (layout.rank() == 3 ? matrix * layout.stride(0) : 0));
    }

    /** The last tiles of rows and of columns begin where they fit, and compute some elements twice. */
    private static void product(
            int ct, Layout out, float[] c, int at, Layout left, float[] a, int bt, Layout right, float[] b) {
        int row = out.rank() - 2;
        int m = (int) out.size(row);
        int n = (int) out.size(row + 1);
        int k = (int) left.size(row + 1);
        int cRow = (int) out.stride(row);
        int aRow = (int) left.stride(row);
        int aStep = (int) left.stride(row + 1);
        int bRow = (int) right.stride(row);
        for (int column = 0; column < n; column += ProductLanes.COLUMNS) {
            int j = Math.min(column, n - ProductLanes.COLUMNS);
            for (int line = 0; line < m; line += ProductLanes.ROWS) {
                int i = Math.min(line, m - ProductLanes.ROWS);
                ProductLanes.tile(k, a, at + i * aRow, aRow, aStep, b, bt + j, bRow, c, ct + i * cRow + j, cRow);
            }
        }
    }
}
