package dev.jgrad.nn.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.jgrad.data.JgradException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code POST /predict}, {@code GET /health} (the process lives), {@code /ready} (it answers predictions),
 * {@code /metrics} (Prometheus) and {@code /} (a page for people). It listens before there is a model, not ready yet.
 *
 * <p>The server below is the JDK's own, {@code jdk.httpserver}; each request has a virtual thread, so that a slow client
 * costs its connection and nothing else, and the server ends connections that take too long.
 */
public final class PredictionServer implements AutoCloseable {
    private static final int BACKLOG = 256;
    private static final long QUIET_NANOS = 200_000_000L;
    private static final String JSON = "application/json; charset=utf-8";
    private static final Map<String, Page> PAGES = Map.of(
            "/", Page.of("index.html", "text/html; charset=utf-8"),
            "/page.css", Page.of("page.css", "text/css; charset=utf-8"),
            "/page.js", Page.of("page.js", "text/javascript; charset=utf-8"),
            "/favicon.svg", Page.of("favicon.svg", "image/svg+xml"));

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ServerOptions options;
    private final ServerMetrics metrics = new ServerMetrics();
    private final PredictHandler predictions;
    private final AtomicLong lastRequest = new AtomicLong();
    private volatile @Nullable Classifier classifier;
    private volatile boolean closing;

    /**
     * A server that listens.
     *
     * @throws JgradException when the address is in use or not this machine's
     */
    public PredictionServer(ServerOptions options) {
        this.options = options;
        predictions = new PredictHandler(options, metrics);
        limitConnections(options);
        try {
            http = HttpServer.create(new InetSocketAddress(options.host(), options.port()), BACKLOG);
        } catch (IOException | RuntimeException e) {
            throw new JgradException(
                    "cannot listen on " + options.host() + ":" + options.port() + " (" + e.getMessage()
                            + "); choose another --port or --host",
                    e);
        }
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    /** Settings of the JDK's server, read when its first class is loaded; what the user has set stays. */
    private static void limitConnections(ServerOptions options) {
        Map.of(
                        "sun.net.httpserver.nodelay",
                        "true",
                        "sun.net.httpserver.maxReqTime",
                        String.valueOf(options.requestTime().toSeconds()),
                        // It begins when the request was read, and the answer must also be sent.
                        "sun.net.httpserver.maxRspTime",
                        String.valueOf(3 * options.answerTime().toSeconds()),
                        "jdk.httpserver.maxConnections",
                        "1000")
                .forEach((name, value) -> {
                    if (System.getProperty(name) == null) {
                        System.setProperty(name, value);
                    }
                });
    }

    /** From now on, predictions are answered. */
    public void open(Classifier loaded) {
        predictions.open(loaded);
        classifier = loaded;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return http.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        lastRequest.set(System.nanoTime());
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if ("/predict".equals(path)) {
                predict(exchange);
            } else {
                look(exchange, path);
            }
        }
    }

    private void predict(HttpExchange exchange) throws IOException {
        long start = System.nanoTime();
        int status = 200;
        Map<String, Object> answer;
        try {
            allow(exchange, Set.of("POST"));
            answer = predictions.answer(exchange);
        } catch (Refusal e) {
            status = e.status();
            answer = error(e.getMessage());
        } catch (JgradException e) {
            status = Refusal.OUR_FAULT;
            answer = error(String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            status = Refusal.BUSY;
            answer = error("the memory is full; try again in a moment, or with a smaller picture");
        } catch (IOException e) {
            // The client is gone, or was closed for being slow: nobody is left to be answered.
            metrics.aborted();
            throw e;
        } catch (InterruptedException e) {
            status = Refusal.BUSY;
            answer = error("the server is being stopped");
        } catch (RuntimeException | Error e) {
            System.err.println("jgrad serve: this should not have happened: " + e);
            status = Refusal.OUR_FAULT;
            answer = error("this should not have happened: " + e);
        }
        try {
            send(exchange, status, JSON, Json.of(answer));
            metrics.answered(status, (System.nanoTime() - start) / 1e9);
        } catch (IOException e) {
            metrics.aborted();
            throw e;
        }
    }

    private void look(HttpExchange exchange, String path) throws IOException {
        try {
            Page page = PAGES.get(path);
            if (page == null && !Set.of("/health", "/ready", "/metrics").contains(path)) {
                throw new Refusal(
                        Refusal.NOT_FOUND, "there is no " + path + "; there are /predict, /health, /ready, /metrics");
            }
            allow(exchange, Set.of("GET", "HEAD"));
            if (page != null) {
                page.headers().forEach(exchange.getResponseHeaders()::set);
                send(exchange, 200, page.type(), page.content());
            } else if (path.equals("/metrics")) {
                send(
                        exchange,
                        200,
                        ServerMetrics.TYPE,
                        metrics.page(predictions::underWay, options.queue(), isReady()));
            } else if (path.equals("/health")) {
                send(exchange, 200, JSON, Json.of(Map.of("status", "alive")));
            } else {
                send(exchange, isReady() ? 200 : Refusal.BUSY, JSON, Json.of(readiness()));
            }
        } catch (Refusal e) {
            send(exchange, e.status(), JSON, Json.of(error(e.getMessage())));
        }
    }

    private boolean isReady() {
        return classifier != null && !closing;
    }

    private Map<String, Object> readiness() {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("status", closing ? "stopping" : classifier == null ? "loading" : "ready");
        Classifier loaded = classifier;
        if (loaded != null) {
            answer.put("model", loaded.card().model());
            answer.put("classes", loaded.card().classes().size());
        }
        return answer;
    }

    private static Map<String, Object> error(@Nullable String message) {
        return Map.of("error", String.valueOf(message));
    }

    private static void allow(HttpExchange exchange, Set<String> methods) throws Refusal {
        if (!methods.contains(exchange.getRequestMethod())) {
            String allowed = String.join(", ", methods.stream().sorted().toList());
            exchange.getResponseHeaders().set("Allow", allowed);
            throw new Refusal(Refusal.METHOD_NOT_ALLOWED, "this is for " + allowed + " only");
        }
    }

    private void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("X-Content-Type-Options", "nosniff");
        if (!headers.containsKey("Cache-Control")) {
            headers.set("Cache-Control", "no-store");
        }
        if (status == Refusal.BUSY) {
            headers.set("Retry-After", "1");
        }
        // What was not read cannot be told from a next request.
        if (closing || status == Refusal.TOO_LARGE) {
            headers.set("Connection", "close");
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", String.valueOf(bytes.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        var out = exchange.getResponseBody();
        out.write(bytes);
        out.flush();
        discard(exchange.getRequestBody(), 2 * options.maxBody());
    }

    /** Clients that are still sending would meet a reset connection instead of the answer. */
    private static void discard(InputStream in, long most) {
        byte[] chunk = new byte[16 << 10];
        try {
            for (long read = 0, n = 0; n >= 0 && read < most; read += n) {
                n = in.read(chunk);
            }
        } catch (IOException e) {
            // It has its answer and sends no more, or stopped listening: either way it is done.
            return;
        }
    }

    /**
     * Stops: not ready any more, connections end with their answers, and once no request has come for a moment the
     * port is closed and what was admitted is answered.
     */
    @Override
    public void close() {
        closing = true;
        long deadline = System.nanoTime() + options.drainTime().toNanos();
        try {
            while (System.nanoTime() - lastRequest.get() < QUIET_NANOS && System.nanoTime() < deadline) {
                Thread.sleep(QUIET_NANOS / 10_000_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.stop((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000_000L));
        predictions.close();
        threads.shutdownNow();
    }
}
