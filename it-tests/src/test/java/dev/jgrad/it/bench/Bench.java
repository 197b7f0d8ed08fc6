package dev.jgrad.it.bench;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Times one case by the protocol of {@link Timing}.
 */
public final class Bench {
    private Bench() {}

    /** Arguments: {@code CASE [--seconds S] [--threads N] [--warmup S] [--profile]}, {@code --list}, or {@code --chart PAGE HEADING PNG}. */
    public static void main(String[] args) throws Exception {
        String name = null;
        double seconds = 3;
        int threads = 2;
        double warmup = Double.NaN;
        boolean profile = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--list" -> {
                    BenchCases.names().forEach(System.out::println);
                    return;
                }
                case "--chart" -> {
                    RatioChart.main(Arrays.copyOfRange(args, i + 1, args.length));
                    return;
                }
                case "--seconds" -> seconds = Double.parseDouble(args[++i]);
                case "--warmup" -> warmup = Double.parseDouble(args[++i]);
                case "--threads" -> threads = Integer.parseInt(args[++i]);
                case "--profile" -> profile = true;
                default -> name = args[i];
            }
        }
        if (name == null) {
            System.err.println(
                    "usage: bench CASE [--seconds S] [--threads N] [--warmup S] [--profile] | --list | --chart PAGE HEADING PNG");
            System.exit(2);
        }
        System.setProperty("jgrad.threads", "auto:" + threads);
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
        Timing.print(name, body, seconds, warmup);
        if (profile) {
            Profile.print(body, seconds);
        }
    }
}
