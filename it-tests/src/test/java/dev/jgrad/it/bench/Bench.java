package dev.jgrad.it.bench;

import java.util.HashMap;
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
        Timing.print(name, body, seconds);
        if (profile) {
            Profile.print(body, seconds);
        }
    }
}
