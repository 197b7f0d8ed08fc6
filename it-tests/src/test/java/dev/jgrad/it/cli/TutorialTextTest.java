package dev.jgrad.it.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tutorials print what the notebooks print. In the expected text, … stands for random numbers: within a line for
 * anything, at its end also for the lines that follow up to the next expected one.
 */
class TutorialTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "autograd-mechanics",
                "collect-gradients",
                "gentle-introduction",
                "training-step",
                "default-device"
            })
    void printsWhatTheNotebookPrints(String example) throws Exception {
        assumeTrue(
                TutorialTextTest.class.getResource("/META-INF/examples/CollectGradients.class") != null,
                "the tutorials are compiled when nn is packaged: run verify");
        List<String> actual = run(example).lines().toList();
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
        try (InputStream in = TutorialTextTest.class.getResourceAsStream("/tutorials/" + example + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** In a JVM of its own, as the launcher starts it, and without a network: the way there leads to a closed port. */
    private static String run(String example) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dhttps.proxyHost=127.0.0.1",
                        "-Dhttps.proxyPort=9",
                        "-Dstdout.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.jgrad.nn.cli.Main",
                        "example",
                        example)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), "exit code");
        return text;
    }
}
