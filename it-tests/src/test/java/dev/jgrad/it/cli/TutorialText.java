package dev.jgrad.it.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the tutorials' notebooks print. In the expected text, … stands for random numbers: within a line for anything, at
 * its end also for the lines that follow up to the next expected one.
 */
public final class TutorialText {
    private TutorialText() {}

    /** Fails where a tutorial printed something else. */
    public static void assertPrinted(String example, String text) throws IOException {
        List<String> actual = text.lines().toList();
        int at = 0;
        boolean skipping = false;
        for (String expected : resource(example).lines().toList()) {
            while (skipping && at < actual.size() && !matches(expected, actual.get(at))) {
                at++;
            }
            assertTrue(at < actual.size(), () -> "missing: " + expected);
            if (!matches(expected, actual.get(at))) {
                assertEquals(expected, actual.get(at), "line " + (at + 1));
            }
            at++;
            skipping = expected.endsWith("…");
        }
        assertEquals(at, actual.size(), "lines");
    }

    private static boolean matches(String expected, String actual) {
        int dots = expected.indexOf('…');
        return dots < 0
                ? expected.equals(actual)
                : actual.length() >= expected.length() - 1
                        && actual.startsWith(expected.substring(0, dots))
                        && actual.endsWith(expected.substring(dots + 1));
    }

    private static String resource(String example) throws IOException {
        try (InputStream in = TutorialText.class.getResourceAsStream("/tutorials/" + example + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
