import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The protocol of {@code it-tests/bin/bench}: warm up for half of the time, then the median of groups of a millisecond. */
final class Timing {
    private Timing() {}

    /** Runs a case given as {@code CASE --seconds S} and prints its JSON line. */
    static void main(String[] args, Cases cases) {
        double seconds = 3;
        for (int i = 1; i < args.length; i++) {
            if (args[i].equals("--seconds")) {
                seconds = Double.parseDouble(args[++i]);
            }
        }
        int colon = args[0].indexOf(':');
        Map<String, Integer> parameters = new TreeMap<>();
        if (colon >= 0) {
            for (String pair : args[0].substring(colon + 1).split(",")) {
                String[] parts = pair.split("=");
                parameters.put(parts[0], Integer.parseInt(parts[1]));
            }
        }
        Runnable body = cases.of(colon < 0 ? args[0] : args[0].substring(0, colon), parameters);
        if (body == null) {
            System.err.println("this peer has no case " + args[0]);
            System.exit(3);
        }
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
                args[0],
                median(times) * 1e6,
                Collections.min(times) * 1e6,
                times.size() * inner);
        System.exit(0);
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

    /** Gives the body of a case, or null where the peer cannot express it. */
    interface Cases {
        Runnable of(String kind, Map<String, Integer> parameters);
    }
}
