package dev.jgrad.it.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks a running {@code jgrad serve} from several clients at a time, some of the requests malformed, and reports wrong
 * answers, lost requests, times and the server's memory. What the server refuses as busy, and what is cut off because it
 * is being restarted, is asked again, for at most a minute.
 */
public final class Load {
    private static final String USAGE =
            "usage: load URL [--requests 10000] [--clients 8] [--malformed 5 (percent)] [--pictures 50]";
    private static final int BUSY = 503;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    private final URI predict;
    private final List<Question> pictures;
    private final List<Question> malformed = Question.malformed();
    private final int requests;
    private final double malformedShare;
    private final Answers answers = new Answers();
    private final Tally tally;
    private final AtomicInteger next = new AtomicInteger();

    private Load(URI server, Map<String, Integer> options) {
        predict = server.resolve("/predict?top=1000");
        requests = options.get("--requests");
        malformedShare = options.get("--malformed") / 100.0;
        pictures = Question.pictures(options.get("--pictures"));
        tally = new Tally(requests);
    }

    /** Exit code 0: every answer was right; 1: some were not; 2: wrongly called. */
    public static void main(String[] args) throws Exception {
        Map<String, Integer> options =
                new HashMap<>(Map.of("--requests", 10_000, "--clients", 8, "--malformed", 5, "--pictures", 50));
        URI server;
        try {
            server = URI.create(args[0]);
            for (int i = 1; i < args.length; i += 2) {
                if (options.replace(args[i], Integer.valueOf(args[i + 1])) == null) {
                    throw new IllegalArgumentException(args[i]);
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        System.exit(new Load(server, options).run(server, options.get("--clients")) ? 0 : 1);
    }

    private boolean run(URI server, int clients) throws InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            for (Question picture : pictures) {
                answers.learn(picture, patiently(client, picture).body());
            }
        }
        System.out.println("asked " + pictures.size() + " pictures one after the other; now together");
        long start = System.nanoTime();
        var memory = new ServerMemory(server);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < clients; i++) {
            int seed = i;
            threads.add(Thread.ofPlatform().name("client-" + i).start(() -> ask(new Random(seed))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        memory.stop();
        System.out.print(tally.report((System.nanoTime() - start) / 1e9) + memory.report());
        return tally.isGood() && tally.done() == requests;
    }

    private void ask(Random random) {
        try (var client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            while (next.getAndIncrement() < requests) {
                boolean broken = random.nextDouble() < malformedShare;
                List<Question> from = broken ? malformed : pictures;
                Question question = from.get(random.nextInt(from.size()));
                long start = System.nanoTime();
                HttpResponse<String> response = patiently(client, question);
                if (response == null) {
                    tally.lost();
                } else if (response.statusCode() != question.status()
                        || !broken && !answers.isRight(question, response.body())) {
                    tally.wrong(question, response.statusCode(), response.body());
                } else if (broken) {
                    tally.refused();
                } else {
                    tally.right(System.nanoTime() - start);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The answer, or null when there is none within the patience. */
    private HttpResponse<String> patiently(HttpClient client, Question question) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            try {
                HttpResponse<String> response = client.send(question.to(predict), BodyHandlers.ofString());
                if (response.statusCode() != BUSY) {
                    return response;
                }
                tally.busy();
                Thread.sleep(100);
            } catch (IOException e) {
                tally.broken();
                Thread.sleep(100);
            }
        }
        return null;
    }
}
