package dev.jgrad.cpu.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts JVMs in which libraries are switched off, missing or homeless. */
final class NativeSettingsTest {
    @TempDir
    private Path folder;

    private static String run(String classPath, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, KernelProbe.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("XDG_CACHE_HOME");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
        return output;
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    @Test
    void offMeansJava() throws Exception {
        String output = run(classPath(), "-Djgrad.cpu.natives=off");
        assertTrue(output.contains("oneDNN: switched off by -Djgrad.cpu.natives=off"), output);
        assertTrue(output.contains("results are right"), output);
    }

    @Test
    void withoutTheJarsJavaDoesIt() throws Exception {
        StringBuilder rest = new StringBuilder();
        for (String element : classPath().split(System.getProperty("path.separator"))) {
            if (!element.contains("bytedeco")) {
                rest.append(element).append(System.getProperty("path.separator"));
            }
        }
        String output = run(rest.toString());
        assertTrue(output.contains("oneDNN: no jar of org.bytedeco:dnnl"), output);
        assertTrue(output.contains("results are right"), output);
    }

    @Test
    void aHomeThatCannotBeWrittenToIsNoProblem() throws Exception {
        String output = run(classPath(), "-Duser.home=" + Path.of("/dev/null/home"), "-Djava.io.tmpdir=" + folder);
        assertTrue(output.contains("oneDNN: loaded from " + folder), output);
        assertTrue(output.contains("results are right"), output);
    }
}
