package dev.jgrad.it.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** A suite of goldens: a folder of that name, known by a file in it where the folder is called otherwise. */
enum Suite {
    OPS("cases.jsonl"),
    PRINTING("reprs.jsonl"),
    TRAINING("schedules.jsonl"),
    CHECKPOINTS("expected.jsonl");

    private final String mark;

    Suite(String mark) {
        this.mark = mark;
    }

    /** The name of the folder, and of the option. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where the suite is: in a folder of suites, or that folder itself. */
    Optional<Path> in(Path folder) {
        Path named = folder.resolve(label());
        if (Files.isDirectory(named)) {
            return Optional.of(named);
        }
        return Files.exists(folder.resolve(mark)) ? Optional.of(folder) : Optional.empty();
    }

    static Optional<Suite> of(String label) {
        for (Suite s : values()) {
            if (s.label().equals(label)) {
                return Optional.of(s);
            }
        }
        return Optional.empty();
    }
}
