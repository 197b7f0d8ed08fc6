package dev.jgrad.nn.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * A file of the page at {@code /}. It loads nothing from elsewhere, and a browser that obeys the headers would not let
 * it.
 *
 * @param content its text
 * @param type its media type
 */
record Page(String content, String type) {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    static Page of(String name, String type) {
        try (var in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
            return new Page(new String(in.readAllBytes(), StandardCharsets.UTF_8), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> headers() {
        return Map.of("Content-Security-Policy", POLICY, "Referrer-Policy", "no-referrer", "Cache-Control", "no-cache");
    }
}
