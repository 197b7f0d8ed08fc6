import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One table of all peers: every case in a fresh process of each side in turn, so many rounds; medians in microseconds
 * and how many times faster ours is.
 */
final class Compare {
    private static final Pattern MEDIAN = Pattern.compile("\"median_us\": ([0-9.]+)");

    private Compare() {}

    /** Arguments: the command of ours, then {@code [--rounds R] [--seconds S] CASE...}. */
    public static void main(String[] args) throws Exception {
        int rounds = 3;
        String seconds = "3";
        List<String> cases = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            switch (args[i]) {
                case "--rounds" -> rounds = Integer.parseInt(args[++i]);
                case "--seconds" -> seconds = args[++i];
                default -> cases.add(args[i]);
            }
        }
        if (cases.isEmpty()) {
            cases = List.of(
                    "add:n=10",
                    "add:n=1000000",
                    "chain:n=1000",
                    "chain:n=1000000",
                    "reduce:n=1000,m=1000",
                    "matmul:n=64",
                    "matmul:n=1024",
                    "train-fn");
        }
        Map<String, List<String>> sides = new LinkedHashMap<>();
        sides.put("jgrad", List.of(args[0]));
        sides.put("libtorch (JavaCPP)", peer("Libtorch"));
        sides.put("DJL (PyTorch)", peer("Djl"));
        sides.put("ND4J", peer("Nd4jPeer"));
        System.out.printf("%-24s", "case");
        sides.keySet().forEach(side -> System.out.printf("%26s", side));
        System.out.println();
        for (String name : cases) {
            Map<String, List<Double>> times = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                for (var side : sides.entrySet()) {
                    List<String> command = new ArrayList<>(side.getValue());
                    command.addAll(List.of(name, "--seconds", seconds));
                    double median = run(command);
                    if (median > 0) {
                        times.computeIfAbsent(side.getKey(), _ -> new ArrayList<>()).add(median);
                    }
                }
            }
            System.out.printf("%-24s", name);
            double ours = median(times.getOrDefault("jgrad", List.of()));
            for (String side : sides.keySet()) {
                double other = median(times.getOrDefault(side, List.of()));
                String cell = Double.isNaN(other) ? "-" : String.format(Locale.ROOT, "%.2f us", other);
                if (!side.equals("jgrad") && !Double.isNaN(other) && !Double.isNaN(ours)) {
                    cell += String.format(Locale.ROOT, " (%.2f)", other / ours);
                }
                System.out.printf("%26s", cell);
            }
            System.out.println();
        }
    }

    private static List<String> peer(String main) {
        String java = ProcessHandle.current().info().command().orElse("java");
        return List.of(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("peers.classpath"),
                System.getProperty("peers.sources") + "/" + main + ".java");
    }

    /** The median that a side prints, or a negative number where it has no such case. */
    private static double run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("OMP_NUM_THREADS", "2");
        builder.environment().put("OPT_OUT_TRACKING", "true"); // DJL asks the network otherwise
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        Matcher matcher = MEDIAN.matcher(out);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : -1;
    }

    private static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
