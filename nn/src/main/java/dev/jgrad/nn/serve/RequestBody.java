package dev.jgrad.nn.serve;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The body of a request in memory. What it holds is taken from a budget as it arrives and not as it is announced, so
 * that a client who says much and sends little occupies little.
 */
final class RequestBody implements AutoCloseable {
    private static final int FIRST = 32 << 10;

    private final Budget budget;
    private byte[] bytes = new byte[0];
    private int length;

    private RequestBody(Budget budget) {
        this.budget = budget;
    }

    /**
     * Reads all of it.
     *
     * @throws Refusal when it is larger than allowed, or too many others are being read
     */
    static RequestBody read(HttpExchange exchange, long limit, Budget budget) throws IOException, Refusal {
        String announced = exchange.getRequestHeaders().getFirst("Content-Length");
        // The server has refused what is not a number; one that does not fit into a long is too large as well.
        if (announced != null && (announced.length() > 18 || Long.parseLong(announced.strip()) > limit)) {
            throw tooLarge(limit);
        }
        var body = new RequestBody(budget);
        try {
            body.readAll(exchange.getRequestBody(), limit);
            return body;
        } catch (IOException | Refusal | RuntimeException | Error e) {
            body.close();
            throw e;
        }
    }

    private void readAll(InputStream in, long limit) throws IOException, Refusal {
        while (true) {
            if (length == bytes.length) {
                grow(limit);
            }
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                return;
            }
            length += read;
            if (length > limit) {
                throw tooLarge(limit);
            }
        }
    }

    private void grow(long limit) throws Refusal {
        // One byte more than allowed, to notice that there is one.
        int size = (int) Math.min(Math.max(FIRST, 2L * bytes.length), limit + 1);
        if (!budget.tryTake(size)) {
            throw new Refusal(Refusal.BUSY, "too many requests are being received; try again in a moment");
        }
        int before = bytes.length;
        try {
            bytes = Arrays.copyOf(bytes, size);
        } catch (OutOfMemoryError e) {
            budget.give(size);
            throw e;
        }
        budget.give(before);
    }

    private static Refusal tooLarge(long limit) {
        return new Refusal(Refusal.TOO_LARGE, "the request is larger than the " + limit + " bytes that are allowed");
    }

    /** The array behind it, longer than the body. */
    byte[] array() {
        return bytes;
    }

    /** How many bytes of the array are the body. */
    int length() {
        return length;
    }

    @Override
    public void close() {
        budget.give(bytes.length);
        bytes = new byte[0];
        length = 0;
    }
}
