package dev.jgrad.it.conformance.ops;

import dev.jgrad.it.conformance.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The cases that are known to fail, with the reason: {@code known-failures.txt}, a line {@code id reason} each. A name
 * ending in {@code /*} stands for all cases of an operator that jgrad lacks.
 */
final class KnownFailures {
    private final Map<String, String> reasons = new LinkedHashMap<>();

    private KnownFailures() {}

    static KnownFailures read() {
        KnownFailures known = new KnownFailures();
        try (InputStream in = KnownFailures.class.getResourceAsStream("/conformance/known-failures.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    int blank = line.indexOf(' ');
                    known.reasons.put(
                            line.substring(0, blank), line.substring(blank + 1).strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return known;
    }

    boolean contains(Outcome o) {
        return reasons.containsKey(o.id()) || reasons.containsKey(o.op() + "/*");
    }
}
