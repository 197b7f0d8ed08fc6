package dev.jgrad.it.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine is found and works however a user's program is started. */
class UserProgramTest {
    private static final List<String> RESULTS = List.of("SubBackward0 53.0", "117.0", "-20.0", "6000000.0");

    @TempDir
    private static Path folder;

    private static UserProgram program;

    @BeforeAll
    static void compile() throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        program = UserProgram.compile(Path.of("src", "test", "resources", "start", "program"), classes);
    }

    @Test
    void startsOnTheClassPath() throws Exception {
        var output = program.onClassPath(
                "program.Program", "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED");
        expect(output, "module null", "vector true");
    }

    @Test
    void startsOnTheClassPathWithoutAnyOption() throws Exception {
        expect(program.onClassPath("program.Program"), "module null", "vector false");
    }

    @Test
    void startsOnTheModulePath() throws Exception {
        var output = program.onModulePath(
                "program/program.Program",
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=dev.jgrad.engine.cpu");
        expect(output, "module program", "vector true");
    }

    @Test
    void startsOnTheModulePathWithoutAnyOption() throws Exception {
        expect(program.onModulePath("program/program.Program"), "module program", "vector false");
    }

    private static void expect(UserProgram.Output output, String... start) {
        var expected = Stream.concat(Stream.of(start), RESULTS.stream()).toList();
        assertEquals(expected, output.succeeded().lines());
    }
}
