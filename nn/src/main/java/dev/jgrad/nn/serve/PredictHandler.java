package dev.jgrad.nn.serve;

import com.sun.net.httpserver.HttpExchange;
import dev.jgrad.data.JgradException;
import dev.jgrad.nn.data.DataException;
import dev.jgrad.nn.data.Image;
import dev.jgrad.nn.data.ImageSize;
import dev.jgrad.tensor.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code POST /predict}: a picture in, its likeliest classes out. */
final class PredictHandler implements AutoCloseable {
    private static final Pattern TOP = Pattern.compile("(?:^|&)top=([^&]*)");
    private static final int DEFAULT_TOP = 5;

    /** Memory that a pixel takes while its picture is decoded: the JDK's form of it, ours, and a turned one. */
    private static final int BYTES_PER_PIXEL = 16;

    private final ServerOptions options;
    private final ServerMetrics metrics;
    private final Semaphore places;
    private final Budget bodyBytes = new Budget(Runtime.getRuntime().maxMemory() / 4);
    private final Budget pixels = new Budget(Runtime.getRuntime().maxMemory() / 2 / BYTES_PER_PIXEL);

    // Not in the virtual threads that read requests: decoding never waits, so that health checks would wait for it.
    private final ExecutorService decoders = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("jgrad-decode-", 1).factory());
    private volatile @Nullable Classifier classifier;
    private volatile @Nullable Batcher batcher;

    PredictHandler(ServerOptions options, ServerMetrics metrics) {
        this.options = options;
        this.metrics = metrics;
        places = new Semaphore(options.queue());
    }

    /** From now on there are answers. */
    void open(Classifier loaded) {
        batcher = new Batcher(
                loaded::probabilities, options.maxBatch(), options.maxDelay().toNanos(), this::underWay, metrics);
        classifier = loaded;
    }

    /** Pictures that are being decoded, waiting or computed. */
    int underWay() {
        return options.queue() - places.availablePermits();
    }

    /** Reads a request and answers with a value for {@link Json}. */
    Map<String, Object> answer(HttpExchange exchange) throws IOException, InterruptedException, Refusal {
        long start = System.nanoTime();
        Classifier model = classifier;
        if (model == null) {
            throw new Refusal(Refusal.BUSY, "the model is being loaded; try again in a moment");
        }
        int top = top(exchange.getRequestURI().getRawQuery());
        Tensor picture = admit(exchange, model);
        double[] probabilities;
        try {
            probabilities = await(java.util.Objects.requireNonNull(batcher).submit(picture));
        } finally {
            places.release();
        }
        var answer = new LinkedHashMap<String, Object>();
        answer.put(
                "predictions",
                model.top(probabilities, top).stream()
                        .map(p -> orderedMap("class", p.label(), "probability", p.probability()))
                        .toList());
        answer.put("model", model.card().model());
        answer.put("milliseconds", (System.nanoTime() - start) / 1e6);
        return answer;
    }

    /** Returns the decoded picture and has taken a place for it, or throws and has taken none. */
    private Tensor admit(HttpExchange exchange, Classifier model) throws IOException, InterruptedException, Refusal {
        // The body is received before a place is taken: slow clients must not keep others out.
        try (var body = RequestBody.read(exchange, options.maxBody(), bodyBytes)) {
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            if (!places.tryAcquire()) {
                throw new Refusal(
                        Refusal.BUSY,
                        "all " + options.queue() + " places of the queue are taken; try again in a moment");
            }
            boolean decoded = false;
            try {
                Tensor picture = await(decoders.submit(() -> decode(model, body, type)));
                decoded = true;
                return picture;
            } finally {
                if (!decoded) {
                    places.release();
                }
            }
        }
    }

    private Tensor decode(Classifier model, RequestBody body, @Nullable String type)
            throws Refusal, InterruptedException {
        boolean form = type != null && Multipart.is(type);
        byte[] bytes = form
                ? Multipart.file(body.array(), body.length(), type)
                : java.util.Arrays.copyOf(body.array(), body.length());
        int size;
        try {
            // A few bytes can claim any number of pixels, so nothing is decoded before that is known.
            size = Math.toIntExact(Math.min(ImageSize.of(bytes, "the picture").pixels(), Integer.MAX_VALUE));
        } catch (DataException e) {
            throw new Refusal(Refusal.BAD_REQUEST, e.getMessage());
        }
        if (size > pixels.total()) {
            throw new Refusal(
                    Refusal.BAD_REQUEST,
                    "the picture has " + size + " pixels, and there is memory for " + pixels.total());
        }
        if (!pixels.tryTake(size, options.answerTime().toNanos())) {
            throw new Refusal(Refusal.BUSY, "too many large pictures at a time; try again in a moment");
        }
        try {
            return model.prepare(Image.decode(bytes, "the picture"));
        } catch (DataException e) {
            throw new Refusal(Refusal.BAD_REQUEST, e.getMessage());
        } finally {
            pixels.give(size);
        }
    }

    private <T> T await(Future<T> future) throws InterruptedException, Refusal {
        try {
            return future.get(options.answerTime().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            future.cancel(false);
            throw new Refusal(
                    Refusal.BUSY,
                    "the answer took longer than " + options.answerTime().toSeconds() + " s");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Refusal refusal -> throw refusal;
                case JgradException known -> throw known;
                case Error error -> throw error;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private static int top(@Nullable String query) throws Refusal {
        Matcher matcher = query == null ? null : TOP.matcher(query);
        if (matcher == null || !matcher.find()) {
            return DEFAULT_TOP;
        }
        if (!matcher.group(1).matches("[1-9]\\d{0,5}")) {
            throw new Refusal(Refusal.BAD_REQUEST, "top must be a number from 1 on, as in /predict?top=3");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static Map<String, Object> orderedMap(String first, Object one, String second, Object two) {
        var map = new LinkedHashMap<String, Object>();
        map.put(first, one);
        map.put(second, two);
        return map;
    }

    /** Answers what was admitted, and ends. */
    @Override
    public void close() {
        Batcher open = batcher;
        if (open != null) {
            open.close();
        }
        decoders.shutdownNow();
    }
}
