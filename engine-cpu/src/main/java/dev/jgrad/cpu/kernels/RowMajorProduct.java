package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.FloatLanes;
import dev.jgrad.cpu.kernels.lanes.FloatRows;
import dev.jgrad.cpu.kernels.lanes.ProductLanes;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import java.lang.ref.Reference;

/**
 * Products of float32 matrices on the heap whose rows lie without gaps between their elements: for so few of them a library's call, with copies
 * of both operands and of the result, takes longer than the product.
 */
final class RowMajorProduct {
    private RowMajorProduct() {}

    /** Multiplies if the operands are of that kind, the factors 1 and 0 and the bias a row for all rows; returns whether it did. */
    static boolean run(Gemm g) {
        DType dtype = g.dtype();
        Layout out = g.outLayout();
        int row = out.rank() - 2;
        int column = row + 1;
        if (!FloatLanes.areVectors()
                || dtype != DType.FLOAT32
                || g.alpha() != 1
                || g.beta() != 0
                || !g.biasIsVector()
                || g.m() < ProductLanes.ROWS
                || g.n() < ProductLanes.COLUMNS
                || out.stride(column) != 1
                || g.bLayout().stride(column) != 1
                || !(g.out().array(dtype) instanceof float[] c)
                || !(g.a().array(dtype) instanceof float[] x)
                || !(g.b().array(dtype) instanceof float[] y)) {
            return false;
        }
        CpuBuffer bias = g.bias();
        Layout biasLayout = g.biasLayout();
        float[] z = null;
        int biasAt = 0;
        if (bias != null && biasLayout != null) {
            if (biasLayout.stride(column) != 1 || !(bias.array(dtype) instanceof float[] vector)) {
                return false;
            }
            z = vector;
            biasAt = (int) biasLayout.offset();
        }
        for (int i = 0; i < g.batch(); i++) {
            int to = at(out, i);
            product(to, out, c, at(g.aLayout(), i), g.aLayout(), x, at(g.bLayout(), i), g.bLayout(), y);
            for (int r = 0; z != null && r < g.m(); r++) {
                FloatRows.PREFERRED.add(z, biasAt, c, to + r * (int) out.stride(row), (int) g.n());
            }
        }
        Reference.reachabilityFence(g);
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
