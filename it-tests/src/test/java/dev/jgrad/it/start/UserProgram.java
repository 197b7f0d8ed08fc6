package dev.jgrad.it.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A program among the test resources, compiled and run with the jars that a user would have. */
final class UserProgram {
    private final Path folder;
    private final String libraries;

    private UserProgram(Path folder, String libraries) {
        this.folder = folder;
        this.libraries = libraries;
    }

    /** What a run printed. */
    record Output(int exitCode, List<String> lines, String errors) {
        Output succeeded() {
            assertEquals(0, exitCode, () -> "the program ended with " + exitCode + ":\n" + lines + "\n" + errors);
            return this;
        }
    }

    /** Compiles the sources under {@code source}, a module of their own, into {@code folder}. */
    static UserProgram compile(Path source, Path folder) throws IOException {
        String libraries = ownClassPath(UserProgram::ships);
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null);
                Stream<Path> files = Files.walk(source)) {
            var sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            var messages = new StringWriter();
            var options = List.of("--module-path", libraries, "-d", folder.toString(), "-Xlint:all", "-Werror");
            boolean compiled = compiler.getTask(
                            messages, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertTrue(compiled, messages::toString);
        }
        return new UserProgram(folder, libraries);
    }

    Output onClassPath(String mainClass, String... jvmOptions) throws IOException, InterruptedException {
        return run(jvmOptions, "-cp", folder + File.pathSeparator + libraries, mainClass);
    }

    Output onModulePath(String mainModule, String... jvmOptions) throws IOException, InterruptedException {
        return run(jvmOptions, "--module-path", folder + File.pathSeparator + libraries, "-m", mainModule);
    }

    private Output run(String[] jvmOptions, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder.getParent(), "out", ".txt");
        Path errors = Files.createTempFile(folder.getParent(), "err", ".txt");
        var process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("still running after two minutes: " + command);
        }
        return new Output(process.exitValue(), Files.readAllLines(out), Files.readString(errors));
    }

    private static boolean ships(String element) {
        return element.matches(".*/(engine-(api|cpu|cuda)|nn)/target/(app/lib/)?(classes|[^/]*(?<!-tests)\\.jar)")
                || element.matches(".*/(dnnl|openblas|jspecify|jcuda|jcublas|jcudnn)-[^/]*\\.jar");
    }

    private static String ownClassPath(Predicate<String> wanted) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(element -> wanted.test(element.replace(File.separatorChar, '/')))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
