package dev.jgrad.cpu.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.jgrad.data.Layout;
import dev.jgrad.spi.ConvSpec;
import dev.jgrad.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The runs of a convolution hold each pair of an output pixel and a tap on the image once. */
final class TapRunsTest {
    private static ConvSpec spec(long stride, long padding, long dilation) {
        return new ConvSpec(
                new long[] {stride, stride}, new long[] {padding, padding}, new long[] {dilation, dilation}, 1);
    }

    @Test
    void eachPairOnce() {
        long seed = Seeds.fresh();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            int[] sizes = {1 + random.nextInt(9), 1 + random.nextInt(9)};
            int[] taps = {1 + random.nextInt(5), 1 + random.nextInt(5)};
            long[][] numbers = new long[3][2];
            long[] windows = new long[2];
            for (int d = 0; d < 2; d++) {
                numbers[0][d] = 1 + random.nextInt(4);
                numbers[1][d] = random.nextInt(4);
                numbers[2][d] = 1 + random.nextInt(3);
                long room = sizes[d] + 2 * numbers[1][d] - (taps[d] - 1) * numbers[2][d] - 1;
                windows[d] = Math.floorDiv(room, numbers[0][d]) + 1;
            }
            if (windows[0] < 1 || windows[1] < 1) {
                continue;
            }
            String what = "seed " + seed + " round " + round;
            ConvSpec spec = new ConvSpec(numbers[0], numbers[1], numbers[2], 1);
            Layout input = Layout.channelsLast(2, 3, sizes[0], sizes[1]);
            Layout weight = Layout.contiguous(4, 3, taps[0], taps[1]);
            Layout output = Layout.channelsLast(2, 4, windows[0], windows[1]);
            TapRuns runs = TapRuns.of(input, weight, output, spec);
            assertEquals(runs.work(1, 1), TapRuns.pairs(input, weight, output, spec), what);
            assertEquals(sizes[0] * sizes[1], new TreeSet<>(boxed(runs.places())).size(), what);
            assertEquals(expected(sizes, taps, windows, spec), actual(runs), what);
        }
    }

    private static List<Integer> boxed(int[] numbers) {
        List<Integer> all = new ArrayList<>();
        for (int number : numbers) {
            all.add(number);
        }
        return all;
    }

    private static List<String> expected(int[] sizes, int[] taps, long[] windows, ConvSpec spec) {
        List<String> all = new ArrayList<>();
        for (int tap = 0; tap < taps[0] * taps[1]; tap++) {
            for (int out = 0; out < windows[0] * windows[1]; out++) {
                long y = out / windows[1] * spec.stride()[0]
                        - spec.padding()[0]
                        + (long) tap / taps[1] * spec.dilation()[0];
                long x = out % windows[1] * spec.stride()[1]
                        - spec.padding()[1]
                        + (long) tap % taps[1] * spec.dilation()[1];
                if (y >= 0 && y < sizes[0] && x >= 0 && x < sizes[1]) {
                    all.add(tap + " " + out + " " + (y * sizes[1] + x));
                }
            }
        }
        return all;
    }

    private static List<String> actual(TapRuns runs) {
        List<String> all = new ArrayList<>();
        for (int r = 0; r < runs.count(); r++) {
            for (int i = 0; i < runs.length(r); i++) {
                all.add(runs.tap(r) + " " + (runs.output(r) + i) + " " + runs.places()[runs.place(r) + i]);
            }
        }
        return all;
    }

    /** A kernel over 2x2 pixels has one run for its centre and ten for what lies around it. */
    @Test
    void runsAreLong() {
        Layout image = Layout.channelsLast(16, 512, 2, 2);
        TapRuns runs = TapRuns.of(image, Layout.contiguous(512, 512, 3, 3), image, spec(1, 1, 1));
        assertEquals(11, runs.count());
        assertEquals(16 * 16, runs.work(16, 16));
    }

    @Test
    void takesWhatIsMostlyPadding() {
        Layout weight = Layout.contiguous(512, 512, 3, 3);
        Layout small = Layout.channelsLast(16, 512, 2, 2);
        assertNotNull(ConvolutionByTaps.of(spec(1, 1, 1), small, weight, small, 0.75, 16));
        Layout single = Layout.channelsLast(1, 512, 2, 2);
        assertNull(ConvolutionByTaps.of(spec(1, 1, 1), single, weight, single, 0.95, 16));
        assertNotNull(ConvolutionByTaps.of(spec(1, 1, 1), single, weight, single, 0.95, 1));
        Layout large = Layout.channelsLast(16, 512, 16, 16);
        assertNull(ConvolutionByTaps.of(spec(1, 1, 1), large, weight, large, 0.75, 16));
        assertNotNull(ConvolutionByTaps.of(spec(1, 1, 1), large, weight, large, 0.95, 16));
    }
}
