package dev.jgrad.nn.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A command as a user would start it, in this JVM.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it complained about, without progress bars
 */
record CommandRun(int code, String out, String err) {
    static CommandRun of(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new CommandRun(code, out.toString(), err.toString());
    }

    /** Runs with System.out caught as well, and on a machine without weights and without a network. */
    static CommandRun offline(Path emptyFolder, String... args) {
        var caught = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setProperty("jgrad.home", emptyFolder.toString());
        System.setProperty("torch.home", emptyFolder.toString());
        System.setProperty("jgrad.weights.url", "http://localhost:9/");
        System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        try {
            CommandRun run = of(args);
            return new CommandRun(run.code, run.out + caught.toString(StandardCharsets.UTF_8), run.err);
        } finally {
            System.setOut(out);
            System.setErr(err);
            System.clearProperty("jgrad.home");
            System.clearProperty("torch.home");
            System.clearProperty("jgrad.weights.url");
        }
    }
}
