package dev.jgrad.it.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times one case: warms up for half of the time, then collects calls (short ones in groups of about a millisecond) and
 * prints median and minimum. The protocol is that of the script that times PyTorch.
 */
public final class Bench {
    private Bench() {}

    /** Arguments: {@code CASE [--seconds S] [--threads N] [--profile]} or {@code --list}. */
    public static void main(String[] args) throws Exception {
        String name = null;
        double seconds = 3;
        int threads = 2;
        boolean profile = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--list" -> {
                    BenchCases.names().forEach(System.out::println);
                    return;
                }
                case "--seconds" -> seconds = Double.parseDouble(args[++i]);
                case "--threads" -> threads = Integer.parseInt(args[++i]);
                case "--profile" -> profile = true;
                default -> name = args[i];
            }
        }
        if (name == null) {
            System.err.println("usage: bench CASE [--seconds S] [--threads N] [--profile] | --list");
            System.exit(2);
        }
        System.setProperty("jgrad.threads", Integer.toString(threads));
        int colon = name.indexOf(':');
        String kind = colon < 0 ? name : name.substring(0, colon);
        Map<String, Integer> parameters = new HashMap<>();
        if (colon >= 0) {
            for (String pair : name.substring(colon + 1).split(",")) {
                String[] parts = pair.split("=");
                if (parts[1].matches("\\d+")) {
                    parameters.put(parts[0], Integer.parseInt(parts[1]));
                }
            }
        }
        dev.jgrad.tensor.Generator.manualSeed(0);
        Runnable body = BenchCases.of(kind, parameters);
        time(name, body, seconds);
        if (profile) {
            Profile.print(body, seconds);
        }
    }

    private static void time(String name, Runnable body, double seconds) {
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
