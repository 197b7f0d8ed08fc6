package dev.jgrad.nn.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts the command line. */
@Command(
        name = "jgrad",
        version = "jgrad 0.1.0",
        mixinStandardHelpOptions = true,
        description = "Tensors, automatic differentiation and neural networks in Java, with PyTorch's semantics.",
        subcommands = {
            FinetuneCommand.class,
            PredictCommand.class,
            ServeCommand.class,
            SummaryCommand.class,
            GraphCommand.class,
            ExampleCommand.class,
            DevicesCommand.class
        },
        footer = {
            "",
            "Where to start:",
            "  jgrad finetune                    train on handwritten digits that come with jgrad (a few minutes)",
            "  jgrad example                     list the tutorials; each is a short source file to read and run",
            "  jgrad finetune --data my-photos   train on your own pictures, one folder per class",
            "  jgrad COMMAND --help              all options of a command"
        })
public final class Main implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Made by picocli. */
    Main() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        // Pictures and curves are drawn in memory; a missing display must not matter.
        System.setProperty("java.awt.headless", "true");
        // Numbers look the same everywhere, also to scripts.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    /** Runs a command and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(Failures::wronglyCalled)
                .setExecutionExceptionHandler(Failures::failed)
                .execute(args);
    }

    /** Without a command: the help. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return 0;
    }
}
