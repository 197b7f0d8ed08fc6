package dev.jgrad.it.parity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Reads the lists beside this package's tests: one entry a line, {@code #} before a comment. */
final class Lists {
    /** The two halves of a line. */
    record Line(String key, String value) {
        /** Whether the key, in which a star stands for any letters, names an entry. */
        boolean names(Entry entry) {
            return Pattern.matches(Pattern.quote(key).replace("*", "\\E.*\\Q"), entry.full());
        }
    }

    private Lists() {}

    /** The lines of a list, cut at the first space; one of this package where the name is no path. */
    static List<Line> read(String file) {
        String path = file.startsWith("/") ? file : "/parity/" + file;
        var stream = Objects.requireNonNull(Lists.class.getResourceAsStream(path), path);
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> {
                        String[] halves = line.split(" ", 2);
                        return new Line(halves[0], halves[1].strip());
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
