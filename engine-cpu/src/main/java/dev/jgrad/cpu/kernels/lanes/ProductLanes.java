package dev.jgrad.cpu.kernels.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of a product of matrices that lie in arrays as they are, neither packed nor copied. Eight sums are as many as
 * two multipliers with a latency of four cycles can work on.
 */
public final class ProductLanes {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    /** Rows of a tile. */
    public static final int ROWS = 4;

    /** Columns of a tile. */
    public static final int COLUMNS = 2 * L;

    private ProductLanes() {}

    /**
     * {@code c = a * b} for one tile.
     *
     * @param k length of the sums
     * @param aRow distance of rows in {@code a}; {@code aStep} that of columns
     * @param bRow distance of rows in {@code b}, whose columns lie side by side, as those of {@code c} do
     */
    public static void tile(
            int k, float[] a, int at, int aRow, int aStep, float[] b, int bt, int bRow, float[] c, int ct, int cRow) {
        FloatVector c00 = FloatVector.zero(S);
        FloatVector c01 = c00;
        FloatVector c10 = c00;
        FloatVector c11 = c00;
        FloatVector c20 = c00;
        FloatVector c21 = c00;
        FloatVector c30 = c00;
        FloatVector c31 = c00;
        int a1 = at + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int ap = 0;
        int bp = bt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, bp);
            FloatVector b1 = FloatVector.fromArray(S, b, bp + L);
            FloatVector x = FloatVector.broadcast(S, a[at + ap]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = FloatVector.broadcast(S, a[a1 + ap]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = FloatVector.broadcast(S, a[a2 + ap]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = FloatVector.broadcast(S, a[a3 + ap]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            ap += aStep;
            bp += bRow;
        }
        put(c, ct, c00, c01);
        put(c, ct + cRow, c10, c11);
        put(c, ct + 2 * cRow, c20, c21);
        put(c, ct + 3 * cRow, c30, c31);
    }

    private static void put(float[] c, int at, FloatVector x, FloatVector y) {
        x.intoArray(c, at);
        y.intoArray(c, at + L);
    }
}
