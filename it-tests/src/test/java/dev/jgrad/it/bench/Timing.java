package dev.jgrad.it.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The protocol of every benchmark here, ours and the peers': warm up for half of the time, then take the median of groups
 * of about a millisecond. It is that of the script that times PyTorch, but for one thing: the warm-up goes on until the
 * JIT compiler has come to rest, since a figure of the first seconds would say how fast Java compiles. The JSON line says
 * how long that was; {@code --warmup} sets it instead.
 */
public final class Timing {
    /** The compiler is at rest when it worked for less than this share of the last while. */
    private static final double AT_REST = 0.02;

    private static final double LONGEST_SECONDS = 20;

    private Timing() {}

    /** Times the body for so many seconds and prints the JSON line. */
    public static void print(String name, Runnable body, double seconds) {
        print(name, body, seconds, Double.NaN);
    }

    /** The same with a warm-up of so many seconds; NaN for one that ends by itself. */
    public static void print(String name, Runnable body, double seconds, double warmup) {
        List<Double> times = new ArrayList<>();
        long start = System.nanoTime();
        if (Double.isNaN(warmup)) {
            warmUp(body, seconds / 2, times);
        } else {
            do {
                times.add(call(body, 1));
            } while (System.nanoTime() - start < warmup * 1e9);
        }
        double warm = (System.nanoTime() - start) / 1e9;
        int inner = Math.max(1, (int) (1e-3 / median(times)));
        times.clear();
        start = System.nanoTime();
        while (System.nanoTime() - start < seconds * 1e9 || times.size() < 5) {
            times.add(call(body, inner));
        }
        System.out.printf(
                Locale.ROOT,
                "{\"case\": \"%s\", \"median_us\": %.4f, \"min_us\": %.4f, \"n\": %d, \"warmup_s\": %.1f}%n",
                name,
                median(times) * 1e6,
                Collections.min(times) * 1e6,
                times.size() * inner,
                warm);
    }

    private static void warmUp(Runnable body, double atLeast, List<Double> times) {
        CompilationMXBean jit = ManagementFactory.getCompilationMXBean();
        long start = System.nanoTime();
        double elapsed = 0;
        boolean busy = true;
        while (elapsed < atLeast || busy && elapsed < LONGEST_SECONDS) {
            long from = System.nanoTime();
            long compiled = jit.getTotalCompilationTime();
            for (int calls = 0; calls < 4 || System.nanoTime() - from < 0.75e9; calls++) {
                times.add(call(body, 1));
            }
            long now = System.nanoTime();
            busy = (jit.getTotalCompilationTime() - compiled) * 1e6 > AT_REST * (now - from);
            elapsed = (now - start) / 1e9;
        }
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
