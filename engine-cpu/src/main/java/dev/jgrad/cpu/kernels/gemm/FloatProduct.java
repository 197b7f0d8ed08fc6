package dev.jgrad.cpu.kernels.gemm;

import dev.jgrad.cpu.kernels.lanes.FloatLanes;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.threads.Parallel;
import java.util.Arrays;

/**
 * The blocked product in float. Blocks of the result are independent of each other, so they are spread over threads; the
 * order of additions within an element is always the same.
 */
public final class FloatProduct {
    private static final FloatLanes LANES = FloatLanes.PREFERRED;
    private static final int ROWS = FloatLanes.MICRO_ROWS;
    private static final int COLUMNS = LANES.microColumns();
    private static final int K_BLOCK = 256;
    private static final int M_BLOCK = 40 * ROWS;
    private static final int N_BLOCK = 512;
    /** Multiplications that are worth a thread of their own. */
    private static final long GRAIN = 1 << 18;

    private FloatProduct() {}

    /** Rows of the left matrix, or columns of the right one. */
    public interface Operand {
        /**
         * Packs {@code count} rows (columns) from {@code first} on, elements {@code k} to {@code k + kCount}, in groups:
         * element p of row r of group g goes to place {@code (g * kCount + p) * group + r}. What the last group lacks is
         * zero.
         */
        void pack(long batch, int first, int count, int k, int kCount, int group, float[] panel);
    }

    /** Takes finished blocks of the result. */
    public interface Sink {
        /** Stores the block that starts at a row and a column; its rows are {@code ld} elements apart. */
        void store(long batch, int row, int rows, int column, int columns, float[] block, int ld);
    }

    /** Multiplies: {@code m} rows of {@code a} by {@code n} columns of {@code b}, each of {@code k} elements. */
    public static void run(long batch, int m, int n, int k, Operand a, Operand b, Sink sink) {
        if (batch * m * n == 0) {
            return;
        }
        int mBlock = roundUp(Math.min(m, M_BLOCK), ROWS);
        int nBlock = roundUp(Math.min(n, N_BLOCK), COLUMNS);
        long wanted = Math.min(4L * Parallel.threads(), batch * m * n * Math.max(k, 1) / GRAIN);
        while (batch * blocks(m, mBlock) * blocks(n, nBlock) < wanted) {
            if (nBlock > 4 * COLUMNS && nBlock >= mBlock) {
                nBlock = roundUp(nBlock / 2, COLUMNS);
            } else if (mBlock > 4 * ROWS) {
                mBlock = roundUp(mBlock / 2, ROWS);
            } else {
                break;
            }
        }
        int mb = mBlock;
        int nb = nBlock;
        long rows = blocks(m, mb);
        long perBatch = rows * blocks(n, nb);
        long work = (long) Math.min(m, mb) * Math.min(n, nb) * Math.max(k, 1);
        Parallel.forRange(batch * perBatch, Math.max(1, GRAIN / work), (from, to) -> {
            for (long u = from; u < to; u++) {
                int row = (int) (u % perBatch % rows) * mb;
                int column = (int) (u % perBatch / rows) * nb;
                block(u / perBatch, row, Math.min(mb, m - row), column, Math.min(nb, n - column), k, a, b, sink);
            }
        });
    }

    private static long blocks(int n, int size) {
        return (n + size - 1) / size;
    }

    private static int roundUp(int n, int to) {
        return (n + to - 1) / to * to;
    }

    private static void block(
            long batch, int row, int rows, int column, int columns, int k, Operand a, Operand b, Sink sink) {
        int paddedRows = roundUp(rows, ROWS);
        int ld = roundUp(columns, COLUMNS);
        Workspace workspace = Workspace.current();
        float[] left = workspace.floats(0, paddedRows * K_BLOCK);
        float[] right = workspace.floats(1, ld * K_BLOCK);
        float[] c = workspace.floats(2, paddedRows * ld);
        Arrays.fill(c, 0, paddedRows * ld, 0);
        for (int p = 0; p < k; p += K_BLOCK) {
            int kn = Math.min(K_BLOCK, k - p);
            a.pack(batch, row, rows, p, kn, ROWS, left);
            b.pack(batch, column, columns, p, kn, COLUMNS, right);
            for (int j = 0; j < ld; j += COLUMNS) {
                strip(kn, left, paddedRows, right, j * kn, c, j, ld);
            }
        }
        sink.store(batch, row, rows, column, columns, c, ld);
    }

    private static void strip(int k, float[] left, int rows, float[] right, int rightAt, float[] c, int at, int ld) {
        for (int i = 0; i < rows; i += ROWS) {
            LANES.micro(k, left, i * k, right, rightAt, c, i * ld + at, ld);
        }
    }
}
