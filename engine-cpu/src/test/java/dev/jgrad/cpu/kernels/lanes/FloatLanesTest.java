package dev.jgrad.cpu.kernels.lanes;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.testkit.Seeds;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Both forms of the float loops must agree: extremes exactly, sums to rounding. */
final class FloatLanesTest {
    private final FloatLanes scalar = FloatLanes.scalar();
    private final FloatLanes preferred = FloatLanes.PREFERRED;
    private final long seed = Seeds.fresh();
    private final Random random = new Random(seed);

    private float[] values(int n, boolean specials) {
        float[] v = new float[n];
        float[] special = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f};
        for (int i = 0; i < n; i++) {
            v[i] = specials && random.nextInt(9) == 0 ? special[random.nextInt(4)] : (float) random.nextGaussian();
        }
        return v;
    }

    @Test
    void folds() {
        for (int round = 0; round < 500; round++) {
            int at = random.nextInt(5);
            int n = random.nextInt(300);
            String what = "seed " + seed + " round " + round + " n " + n;
            float[] a = values(at + n, round % 3 == 0);
            float[] b = values(at + n, false);
            if (round % 3 == 1 && n > 0) {
                // One alone, wherever it stands, must not be overlooked.
                a[at + random.nextInt(n)] = round % 2 == 0 ? Float.NaN : random.nextBoolean() ? 1 / 0f : -1 / 0f;
            }
            assertEquals(scalar.max(a, at, n), preferred.max(a, at, n), what);
            assertEquals(scalar.min(a, at, n), preferred.min(a, at, n), what);
            try (Arena arena = Arena.ofConfined()) {
                long address = arena.allocateFrom(JAVA_FLOAT, a).address() + 4L * at;
                assertEquals(scalar.max(a, at, n), preferred.max(address, n), what);
                assertEquals(scalar.min(a, at, n), preferred.min(address, n), what);
            }
            close(scalar.sum(a, at, n), preferred.sum(a, at, n), n, what);
            close(scalar.sumSquares(a, at, n, 0.5f), preferred.sumSquares(a, at, n, 0.5f), 3 * n, what);
            close(scalar.dot(a, at, b, at, n), preferred.dot(a, at, b, at, n), n, what);
            close(scalar.product(a, at, n), preferred.product(a, at, n), n, what);
        }
    }

    @Test
    void extremesOfEachRow() {
        for (int round = 0; round < 300; round++) {
            int at = random.nextInt(5);
            int rows = random.nextInt(70);
            int width = 1 + random.nextInt(40);
            float[] a = values(at + rows * width, round % 2 == 0);
            float[][] found = new float[4][rows];
            scalar.maxEach(a, at, rows, width, found[0]);
            preferred.maxEach(a, at, rows, width, found[1]);
            scalar.minEach(a, at, rows, width, found[2]);
            preferred.minEach(a, at, rows, width, found[3]);
            String what = "seed " + seed + " round " + round + " " + rows + " rows of " + width;
            assertArrayEquals(found[0], found[1], what);
            assertArrayEquals(found[2], found[3], what);
        }
    }

    @Test
    void exponentials() {
        for (int round = 0; round < 300; round++) {
            int n = random.nextInt(100);
            String what = "seed " + seed + " round " + round + " n " + n;
            float[] a = values(n, round % 3 == 0);
            float[] x = new float[n];
            float[] y = new float[n];
            close(scalar.expSum(a, 0, x, 0, n, 0.25f), preferred.expSum(a, 0, y, 0, n, 0.25f), 10 * n, what);
            for (int i = 0; i < n; i++) {
                close(x[i], y[i], 2, what);
            }
        }
    }

    @Test
    void extremesWithTheirTap() {
        for (int round = 0; round < 300; round++) {
            int n = random.nextInt(100);
            float[] a = values(n, true);
            float[][] best = {values(n, true), new float[0]};
            best[1] = best[0].clone();
            int[][] tap = new int[2][n];
            boolean greater = random.nextBoolean();
            for (int form = 0; form < 2; form++) {
                FloatLanes lanes = form == 0 ? scalar : preferred;
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
    void pixelsWithNames() {
        for (int round = 0; round < 200; round++) {
            int channels = random.nextInt(1, 50);
            int pixels = random.nextInt(1, 10);
            byte[] names = new byte[pixels];
            random.nextBytes(names);
            try (Arena arena = Arena.ofConfined()) {
                long[] from = new long[pixels];
                for (int i = 0; i < pixels; i++) {
                    from[i] = arena.allocateFrom(JAVA_FLOAT, values(channels, round % 3 == 0))
                            .address();
                }
                MemorySegment[][] results = new MemorySegment[2][3];
                for (int form = 0; form < 2; form++) {
                    FloatLanes lanes = form == 0 ? scalar : preferred;
                    MemorySegment out = arena.allocate(4L * channels, 4);
                    MemorySegment found = arena.allocate(channels);
                    MemorySegment sum = arena.allocate(4L * channels, 4);
                    lanes.greatestOfPixels(out.address(), found.address(), from, names, pixels, channels);
                    long[] same = new long[pixels];
                    java.util.Arrays.fill(same, found.address());
                    lanes.sumOfFound(sum.address(), from, same, names, pixels, channels);
                    results[form] = new MemorySegment[] {out, found, sum};
                }
                for (int i = 0; i < 3; i++) {
                    String what = "seed " + seed + " round " + round + " result " + i;
                    assertEquals(-1, results[0][i].mismatch(results[1][i]), what);
                }
            }
        }
    }

    @Test
    void microKernelsMultiply() {
        for (FloatLanes lanes : new FloatLanes[] {scalar, preferred}) {
            int k = random.nextInt(1, 40);
            int columns = lanes.microColumns();
            float[] a = values(k * FloatLanes.MICRO_ROWS, false);
            float[] b = values(k * columns, false);
            int ld = columns + 3;
            float[] c = values(FloatLanes.MICRO_ROWS * ld, false);
            float[] expected = c.clone();
            for (int i = 0; i < FloatLanes.MICRO_ROWS; i++) {
                for (int j = 0; j < columns; j++) {
                    double s = expected[i * ld + j];
                    for (int p = 0; p < k; p++) {
                        s += (double) a[p * FloatLanes.MICRO_ROWS + i] * b[p * columns + j];
                    }
                    expected[i * ld + j] = (float) s;
                }
            }
            lanes.micro(k, a, 0, b, 0, c, 0, ld);
            assertArrayEquals(expected, c, 1e-4f, "seed " + seed + " " + Arrays.toString(new int[] {k, columns}));
        }
    }

    private static void close(double x, double y, int terms, String what) {
        boolean same = x == y || (Double.isNaN(x) && Double.isNaN(y));
        assertTrue(
                same || Math.abs(x - y) <= 1e-6 * (1 + terms) * Math.max(1, Math.abs(x)), what + ": " + x + ", " + y);
    }
}
