package dev.jgrad.nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The tutorials print what the notebooks print. In the expected text, … stands for random numbers: within a line for
 * anything, at its end also for the lines that follow up to the next expected one.
 */
class TutorialTextTest {
    private static String proxyBefore = "";

    /** No weights are fetched: the way to the network leads to a port where nobody listens. */
    @BeforeAll
    static void withoutNetwork() {
        proxyBefore = System.getProperty("https.proxyHost", "");
        System.setProperty("https.proxyHost", "127.0.0.1");
        System.setProperty("https.proxyPort", "9");
    }

    @AfterAll
    static void withNetwork() {
        System.clearProperty("https.proxyPort");
        if (proxyBefore.isEmpty()) {
            System.clearProperty("https.proxyHost");
        } else {
            System.setProperty("https.proxyHost", proxyBefore);
        }
    }

    @ParameterizedTest
    @EnumSource(Example.class)
    void printsWhatTheNotebookPrints(Example example) throws Exception {
        List<String> actual = run(example).lines().toList();
        int at = 0;
        boolean skipping = false;
        for (String expected : resource(example).lines().toList()) {
            if (skipping) {
                while (at < actual.size() && !matches(expected, actual.get(at))) {
                    at++;
                }
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

    private static String resource(Example example) throws IOException {
        String name = "/tutorials/" + example.title() + ".txt";
        try (InputStream in = TutorialTextTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Standard output is what a compact source file prints to. */
    private static String run(Example example) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            example.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
