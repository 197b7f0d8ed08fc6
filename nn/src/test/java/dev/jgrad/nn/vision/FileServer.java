package dev.jgrad.nn.vision;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;

/** Serves one file, as well or badly as a test wants it. */
final class FileServer implements AutoCloseable {
    /** What the server does with a request. */
    enum Mood {
        GOOD,
        IGNORES_RANGE,
        BREAKS_OFF,
        SLOW,
        FALLS_SILENT,
        REDIRECTS,
        NOT_FOUND
    }

    private final HttpServer server;
    private final byte[] content;
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    volatile Mood mood = Mood.GOOD;

    FileServer(byte[] content) throws IOException {
        this.content = content;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/models/");
    }

    /** The Range header of each request, or "all". */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            Mood now = mood;
            if (now == Mood.REDIRECTS && !exchange.getRequestURI().getPath().startsWith("/moved/")) {
                exchange.getResponseHeaders().add("Location", "/moved/here");
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            requests.add(range == null ? "all" : range);
            if (now == Mood.NOT_FOUND) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            int from = range == null || now == Mood.IGNORES_RANGE ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            if (from >= content.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            if (from > 0) {
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
            send(exchange, from, now);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(HttpExchange exchange, int from, Mood now) throws IOException, InterruptedException {
        var out = exchange.getResponseBody();
        int middle = from + (content.length - from) / 2;
        switch (now) {
            case BREAKS_OFF -> {
                out.write(Arrays.copyOfRange(content, from, middle));
                out.flush();
            }
            case FALLS_SILENT -> {
                out.write(Arrays.copyOfRange(content, from, middle));
                out.flush();
                Thread.sleep(5_000);
            }
            case SLOW -> {
                for (int at = from; at < content.length; at += 20_000) {
                    out.write(Arrays.copyOfRange(content, at, Math.min(content.length, at + 20_000)));
                    out.flush();
                    Thread.sleep(100);
                }
            }
            default -> out.write(content, from, content.length - from);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
