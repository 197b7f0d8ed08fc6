package dev.jgrad.cpu.kernels.lanes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.testkit.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Both forms of the double loops must agree: extremes exactly, sums to rounding. */
final class DoubleLanesTest {
    private final DoubleLanes scalar = DoubleLanes.scalar();
    private final DoubleLanes preferred = DoubleLanes.PREFERRED;
    private final long seed = Seeds.fresh();
    private final Random random = new Random(seed);

    private double[] values(int n, boolean specials) {
        double[] v = new double[n];
        double[] special = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0};
        for (int i = 0; i < n; i++) {
            v[i] = specials && random.nextInt(9) == 0 ? special[random.nextInt(4)] : random.nextGaussian();
        }
        return v;
    }

    @Test
    void folds() {
        for (int round = 0; round < 500; round++) {
            int at = random.nextInt(5);
            int n = random.nextInt(300);
            String what = "seed " + seed + " round " + round + " n " + n;
            double[] a = values(at + n, round % 3 == 0);
            double[] b = values(at + n, false);
            assertEquals(scalar.max(a, at, n), preferred.max(a, at, n), what);
            assertEquals(scalar.min(a, at, n), preferred.min(a, at, n), what);
            close(scalar.sum(a, at, n), preferred.sum(a, at, n), n, what);
            close(scalar.sumSquares(a, at, n, 0.5), preferred.sumSquares(a, at, n, 0.5), 3 * n, what);
            close(scalar.dot(a, at, b, at, n), preferred.dot(a, at, b, at, n), n, what);
            close(scalar.product(a, at, n), preferred.product(a, at, n), n, what);
        }
    }

    @Test
    void exponentials() {
        for (int round = 0; round < 300; round++) {
            int n = random.nextInt(100);
            String what = "seed " + seed + " round " + round + " n " + n;
            double[] a = values(n, round % 3 == 0);
            double[] x = new double[n];
            double[] y = new double[n];
            close(scalar.expSum(a, 0, x, 0, n, 0.25), preferred.expSum(a, 0, y, 0, n, 0.25), 10 * n, what);
            for (int i = 0; i < n; i++) {
                close(x[i], y[i], 2, what);
            }
        }
    }

    @Test
    void extremesWithTheirTap() {
        for (int round = 0; round < 300; round++) {
            int n = random.nextInt(100);
            double[] a = values(n, true);
            double[][] best = {values(n, true), new double[0]};
            best[1] = best[0].clone();
            int[][] tap = new int[2][n];
            boolean greater = random.nextBoolean();
            for (int form = 0; form < 2; form++) {
                DoubleLanes lanes = form == 0 ? scalar : preferred;
                if (greater) {
                    lanes.keepGreater(a, 0, best[form], 0, tap[form], 0, n, 7);
                } else {
                    lanes.keepLesser(a, 0, best[form], 0, tap[form], 0, n, 7);
                }
            }
            assertArrayEquals(best[0], best[1], "seed " + seed);
            assertArrayEquals(tap[0], tap[1], "seed " + seed);
        }
    }

    @Test
    void microKernelsMultiply() {
        for (DoubleLanes lanes : new DoubleLanes[] {scalar, preferred}) {
            int k = random.nextInt(1, 40);
            int columns = lanes.microColumns();
            double[] a = values(k * DoubleLanes.MICRO_ROWS, false);
            double[] b = values(k * columns, false);
            int ld = columns + 3;
            double[] c = values(DoubleLanes.MICRO_ROWS * ld, false);
            double[] expected = c.clone();
            for (int i = 0; i < DoubleLanes.MICRO_ROWS; i++) {
                for (int j = 0; j < columns; j++) {
                    double s = expected[i * ld + j];
                    for (int p = 0; p < k; p++) {
                        s += a[p * DoubleLanes.MICRO_ROWS + i] * b[p * columns + j];
                    }
                    expected[i * ld + j] = s;
                }
            }
            lanes.micro(k, a, 0, b, 0, c, 0, ld);
            assertArrayEquals(expected, c, 1e-12, "seed " + seed + " " + Arrays.toString(new int[] {k, columns}));
        }
    }

    private static void close(double x, double y, int terms, String what) {
        boolean same = x == y || (Double.isNaN(x) && Double.isNaN(y));
        assertTrue(
                same || Math.abs(x - y) <= 1e-15 * 5 * (1 + terms) * Math.max(1, Math.abs(x)),
                what + ": " + x + ", " + y);
    }
}
