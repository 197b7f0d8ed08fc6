package dev.jgrad.nn.serve;

import java.time.Duration;

/**
 * The bounds of a server.
 *
 * @param host the address to listen on
 * @param port 0 takes a free one
 * @param maxBatch most pictures computed together
 * @param maxDelay longest wait for more of them
 * @param queue most pictures that are decoded, waiting or computed at a time; one more is refused
 * @param maxBody most bytes of a request
 * @param requestTime how long a client may take to send a request
 * @param answerTime how long an answer may take
 * @param drainTime how long requests may take to end when the server is stopped
 */
public record ServerOptions(
        String host,
        int port,
        int maxBatch,
        Duration maxDelay,
        int queue,
        long maxBody,
        Duration requestTime,
        Duration answerTime,
        Duration drainTime) {
    /** What is right for one machine. */
    public static ServerOptions standard() {
        return new ServerOptions(
                "127.0.0.1",
                8080,
                8,
                Duration.ofMillis(5),
                64,
                10 << 20,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20));
    }
}
