package dev.jgrad.cuda.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Layout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How places are worked out, without a device. */
class WalkPlanTest {
    /** What {@code Walk::quotient} does. */
    private static long quotient(long i, long magic) {
        long high = i * (magic & 0xffffffffL) >>> 32;
        return high + i >>> (magic >>> 32);
    }

    @Test
    void dividesByMultiplying() {
        Random random = new Random(1);
        long last = Integer.MAX_VALUE;
        for (int round = 0; round < 20_000; round++) {
            long d = round < 300 ? round + 1 : 1 + (random.nextLong(last) >>> random.nextInt(31));
            long magic = WalkPlan.magic(d);
            for (long i : new long[] {0, 1, d - 1, d, d + 1, last - 1, last, random.nextLong(last)}) {
                long n = Math.min(i, last);
                assertEquals(n / d, quotient(n, magic), n + " / " + d);
            }
        }
    }

    @Test
    void mergesWhatIsOneRun() {
        Layout l = Layout.channelsLast(4, 3, 5, 6);
        WalkPlan plan = WalkPlan.of(l, l);
        assertEquals(1, plan.rank);
        assertEquals(360, plan.innerSize());
        assertEquals(1, plan.innerStride(1));
    }

    @Test
    void keepsRowMajorOrderWhenAsked() {
        Layout l = Layout.strided(new long[] {2, 1, 3, 4}, new long[] {1, 7, 8, 2}, 0);
        WalkPlan plan = WalkPlan.rowMajor(l);
        assertEquals(2, plan.rank);
        assertArrayEquals(new long[] {2, 12}, plan.sizes.length == 2 ? plan.sizes : Arrays.copyOf(plan.sizes, 2));
        assertArrayEquals(new long[] {1, 2}, Arrays.copyOf(plan.strides[0], 2));
    }

    @Test
    void countsInSixtyFourBitsWhereItMust() {
        assertFalse(WalkPlan.of(Layout.contiguous(1 << 20)).isWide());
        assertTrue(WalkPlan.of(Layout.contiguous(1L << 31)).isWide());
        assertTrue(WalkPlan.of(Layout.strided(new long[] {2}, new long[] {1L << 31}, 0))
                .isWide());
    }

    @Test
    void refusesMoreDimensionsThanItHasRoomFor() {
        long[] sizes = new long[17];
        long[] strides = new long[17];
        Arrays.fill(sizes, 2);
        for (int d = 0; d < 17; d++) {
            strides[d] = 3L << 2 * (16 - d);
        }
        Layout l = Layout.strided(sizes, strides, 0);
        ArgumentException e = assertThrows(ArgumentException.class, () -> WalkPlan.of(l));
        assertTrue(e.getMessage().contains("contiguous()"), e::getMessage);
    }
}
