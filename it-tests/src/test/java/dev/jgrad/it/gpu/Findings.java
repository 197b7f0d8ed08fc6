package dev.jgrad.it.gpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a step has found: a line each, printed and appended to the file that {@code jgrad.gpu.findings} names, as verdict,
 * step, name and detail between tabs.
 */
final class Findings {
    private final String step;
    private int failures;
    private int passes;

    Findings(String step) {
        this.step = step;
    }

    /** A check with its outcome. */
    void check(boolean good, String name, String detail) {
        if (good) {
            passes++;
        } else {
            failures++;
        }
        write(good ? "PASS" : "FAIL", name, detail);
    }

    /** A number or a fact that is neither right nor wrong. */
    void note(String name, String detail) {
        write("INFO", name, detail);
    }

    /** Counts without writing a line, for checks that come by the hundred. */
    void silent() {
        passes++;
    }

    private void write(String verdict, String name, String detail) {
        String line = verdict + "\t" + step + "\t" + name + "\t"
                + detail.replace('\n', ' ').replace('\t', ' ');
        System.out.println(line.replace("\t", "  "));
        String file = System.getProperty("jgrad.gpu.findings");
        if (file != null) {
            try {
                Files.writeString(Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Sums up and ends the process, with 1 when a check failed or none was made. */
    void end() {
        String total = passes + " passed, " + failures + " failed";
        write(failures == 0 && passes > 0 ? "PASS" : "FAIL", "total", total);
        System.exit(failures == 0 && passes > 0 ? 0 : 1);
    }
}
