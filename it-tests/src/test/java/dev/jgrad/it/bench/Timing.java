package dev.jgrad.it.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The protocol of every benchmark here, ours and the peers': warm up for half of the time, then take the median of groups
 * of about a millisecond. It is that of the script that times PyTorch.
 */
public final class Timing {
    private Timing() {}

    /** Times the body for so many seconds and prints the JSON line. */
    public static void print(String name, Runnable body, double seconds) {
        List<Double> times = new ArrayList<>();
        long start = System.nanoTime();
        while (System.nanoTime() - start < seconds / 2 * 1e9 || times.isEmpty()) {
            times.add(call(body, 1));
        }
        int inner = Math.max(1, (int) (1e-3 / median(times)));
        times.clear();
        start = System.nanoTime();
        while (System.nanoTime() - start < seconds * 1e9 || times.size() < 5) {
            times.add(call(body, inner));
        }
        System.out.printf(
                Locale.ROOT,
                "{\"case\": \"%s\", \"median_us\": %.4f, \"min_us\": %.4f, \"n\": %d}%n",
                name,
                median(times) * 1e6,
                Collections.min(times) * 1e6,
                times.size() * inner);
    }

    private static double call(Runnable body, int times) {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            body.run();
        }
        return (System.nanoTime() - start) / 1e9 / times;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int n = sorted.size();
        return n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
    }
}
