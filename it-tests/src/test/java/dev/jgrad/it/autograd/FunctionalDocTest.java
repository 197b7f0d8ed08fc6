package dev.jgrad.it.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the examples of docs/functional.md as they stand there and runs them, one after the other as one program. */
class FunctionalDocTest {
    private static final Path PAGE = Path.of("../docs/functional.md");
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void examplesRun(@TempDir Path dir) throws IOException, ReflectiveOperationException {
        List<String> examples = EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map(r -> r.group(1))
                .toList();
        assertEquals(5, examples.size());
        Path source = dir.resolve("Examples.java");
        Files.writeString(source, program(examples));
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        complaints,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                + java.io.File.pathSeparator
                                + System.getProperty("jdk.module.path", ""),
                        "-proc:none",
                        "-d",
                        dir.toString(),
                        source.toString());
        assertEquals(0, status, complaints.toString(StandardCharsets.UTF_8));
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (var loader =
                new java.net.URLClassLoader(new java.net.URL[] {dir.toUri().toURL()})) {
            loader.loadClass("Examples").getMethod("run").invoke(null);
        } finally {
            System.setOut(before);
        }
        String text = printed.toString(StandardCharsets.UTF_8);
        for (String line :
                List.of("tensor([ 3., 12., 27.])", "tensor([ 6., 12., 18.])", "[3, 3]", "[10, 4]", "[8, 4, 1, 3, 3]")) {
            assertTrue(text.contains(line), () -> line + " is not in:\n" + text);
        }
    }

    private static String program(List<String> examples) {
        return """
                import static dev.jgrad.tensor.Tensors.*;
                import dev.jgrad.autograd.*;
                import dev.jgrad.nn.*;
                import dev.jgrad.nn.layer.*;
                import dev.jgrad.tensor.*;
                import java.util.ArrayList;
                import java.util.HashMap;
                import java.util.List;
                import java.util.function.UnaryOperator;

                public class Examples {
                    public static void run() {
                """ + String.join("\n", examples) + """
                        System.out.println(slope);
                        System.out.println(curvature);
                        System.out.println(jacobian.shape());
                        System.out.println(outputs.shape());
                    }
                }
                """;
    }
}
