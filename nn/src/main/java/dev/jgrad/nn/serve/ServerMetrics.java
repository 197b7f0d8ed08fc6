package dev.jgrad.nn.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/** What {@code /metrics} says: Prometheus' text format 0.0.4. */
final class ServerMetrics {
    /** The media type of the page. */
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double START = System.currentTimeMillis() / 1e3;

    private final Map<Integer, LongAdder> requests = new ConcurrentSkipListMap<>();
    private final LongAdder aborted = new LongAdder();
    private final Histogram seconds = times();
    private final Histogram computeSeconds = times();
    private final Histogram batchSizes = new Histogram(1, 2, 4, 8, 16, 32, 64);

    ServerMetrics() {
        // A series that appears with the first event would hide that event from rate().
        requests.put(200, new LongAdder());
    }

    private static Histogram times() {
        return new Histogram(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10);
    }

    /** A request to {@code /predict} was answered. */
    void answered(int status, double took) {
        requests.computeIfAbsent(status, code -> new LongAdder()).increment();
        seconds.observe(took);
    }

    /** A client went away, or was too slow, before it had its answer. */
    void aborted() {
        aborted.increment();
    }

    /** Pictures were computed together. */
    void computed(int batchSize, double took) {
        batchSizes.observe(batchSize);
        computeSeconds.observe(took);
    }

    /**
     * The page.
     *
     * @param waiting how many pictures are being decoded, waiting or computed
     * @param capacity how many may be
     */
    String page(DoubleSupplier waiting, int capacity, boolean ready) {
        var out = new StringBuilder(4096);
        head(out, "jgrad_requests_total", "counter", "Requests to /predict that were answered, by status.");
        requests.forEach((status, count) -> out.append("jgrad_requests_total{code=\"")
                .append(status)
                .append("\"} ")
                .append(count.sum())
                .append('\n'));
        head(out, "jgrad_requests_aborted_total", "counter", "Requests to /predict whose client left or was too slow.");
        out.append("jgrad_requests_aborted_total ").append(aborted.sum()).append('\n');
        head(out, "jgrad_request_seconds", "histogram", "From the request's headers to its answer.");
        seconds.write(out, "jgrad_request_seconds");
        head(out, "jgrad_compute_seconds", "histogram", "What the network takes for a batch.");
        computeSeconds.write(out, "jgrad_compute_seconds");
        head(out, "jgrad_batch_size", "histogram", "Pictures computed together.");
        batchSizes.write(out, "jgrad_batch_size");
        gauge(out, "jgrad_queue_length", "Pictures being decoded, waiting or computed.", waiting.getAsDouble());
        gauge(out, "jgrad_queue_capacity", "How many pictures may be; one more is refused.", capacity);
        gauge(out, "jgrad_ready", "1 while predictions are answered.", ready ? 1 : 0);
        Runtime jvm = Runtime.getRuntime();
        gauge(out, "jvm_heap_used_bytes", "Java objects, dead ones included.", jvm.totalMemory() - jvm.freeMemory());
        gauge(out, "jvm_heap_max_bytes", "What they may take.", jvm.maxMemory());
        long resident = residentBytes();
        if (resident > 0) {
            gauge(out, "process_resident_memory_bytes", "Memory of the process.", resident);
        }
        gauge(out, "process_start_time_seconds", "When the server started, in seconds since 1970.", START);
        return out.toString();
    }

    private static void head(StringBuilder out, String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void gauge(StringBuilder out, String name, String help, double value) {
        head(out, name, "gauge", help);
        out.append(name).append(' ').append(value).append('\n');
    }

    /** As Linux counts it, or 0 elsewhere. */
    private static long residentBytes() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
