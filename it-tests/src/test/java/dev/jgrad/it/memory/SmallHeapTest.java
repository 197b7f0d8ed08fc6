package dev.jgrad.it.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the Java heap has no room an operation says so, instead of ending in an error of the JVM; and some must not need it. */
class SmallHeapTest {
    /** These once had an array of the size of the tensor. */
    private static final List<String> NEED_NO_ARRAY = List.of("asStrided.backward", "combinations");

    @Test
    void operationsEndWithOurExceptionsWhereTheHeapHasNoRoom() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:+UseSerialGC",
                        "-Djgrad.memory.budget.limit=2g",
                        "-Djgrad.threads=2",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeap.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        List<String> lines = out.lines().toList();
        assertTrue(lines.size() > 40, out);
        assertEquals(
                List.of(), lines.stream().filter(l -> l.contains(" threw ")).toList());
        for (String name : NEED_NO_ARRAY) {
            assertTrue(lines.contains(name + " done"), out);
        }
        assertTrue(lines.stream().anyMatch(l -> l.startsWith("toDoubleArray refused ")), out);
    }
}
