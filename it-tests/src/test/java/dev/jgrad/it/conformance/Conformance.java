package dev.jgrad.it.conformance;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * A suite of goldens beside the clone: {@code ../shared/conformance/NAME}, or what the system property {@code
 * jgrad.conformance} names. A clone without it skips these tests; the committed cases run everywhere.
 */
public final class Conformance {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private Conformance() {}

    /** The folder of a suite; a test that asks for one that is not there is skipped. */
    public static Path folder(String suite) {
        Optional<Path> folder = find(suite);
        Assumptions.assumeTrue(
                folder.isPresent(), "no suite '" + suite + "' beside this clone; set -Djgrad.conformance=FOLDER");
        return folder.orElseThrow();
    }

    private static Optional<Path> find(String suite) {
        String property = System.getProperty("jgrad.conformance");
        List<Path> places = property != null
                ? List.of(Path.of(property))
                : List.of(Path.of("../../shared/conformance"), Path.of("../shared/conformance"));
        return places.stream()
                .flatMap(place -> Suite.of(suite).flatMap(s -> s.in(place)).stream())
                .findFirst();
    }

    /** The lines of a file of a suite. */
    public static List<JsonNode> lines(Path file) {
        try {
            List<JsonNode> out = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                out.add(JSON.readTree(line));
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
