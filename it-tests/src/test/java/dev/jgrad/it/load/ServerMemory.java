package dev.jgrad.it.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks once a second how much memory the server says it has. */
final class ServerMemory {
    private static final String RESIDENT = "process_resident_memory_bytes ";

    private final URI metrics;
    private final List<Double> mebibytes = new ArrayList<>();
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::watch);

    ServerMemory(URI server) {
        metrics = server.resolve("/metrics");
        thread.start();
    }

    private void watch() {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(metrics)
                    .timeout(Duration.ofSeconds(5))
                    .build();
            while (true) {
                look(client, request);
                Thread.sleep(1000);
            }
        } catch (InterruptedException e) {
            // Stopped.
            return;
        }
    }

    private void look(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            client.send(request, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(RESIDENT))
                    .forEach(line -> add(Double.parseDouble(line.substring(RESIDENT.length())) / (1 << 20)));
        } catch (IOException e) {
            // The server is away for a moment; the clients count that.
            return;
        }
    }

    private synchronized void add(double value) {
        mebibytes.add(value);
    }

    synchronized String report() {
        if (mebibytes.isEmpty()) {
            return "the server does not say how much memory it has\n";
        }
        var line = new StringBuilder("server's memory over the time, MiB:");
        for (int i = 0; i <= 10; i++) {
            line.append(String.format(Locale.ROOT, " %.0f", mebibytes.get(i * (mebibytes.size() - 1) / 10)));
        }
        return line.append('\n').toString();
    }

    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
