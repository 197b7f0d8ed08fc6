package dev.jgrad.nn.cli;

import dev.jgrad.data.JgradException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what went wrong and what to do. The stack trace comes with {@code --debug}. */
final class Failures {
    /** It did not work, for a reason that the user can understand. */
    static final int FAILED = 1;

    /** The command line does not make sense. */
    static final int WRONGLY_CALLED = 2;

    /** We did something wrong. */
    static final int OUR_FAULT = 3;

    private Failures() {}

    static int wronglyCalled(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String guess = e instanceof UnmatchedArgumentException unmatched
                        && !unmatched.getSuggestions().isEmpty()
                ? " Did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?"
                : "";
        command.getErr()
                .println(oneLine(e.getMessage()) + "." + guess + " Try '"
                        + command.getCommandSpec().qualifiedName() + " --help'.");
        if (Arrays.asList(args).contains("--debug")) {
            e.printStackTrace(command.getErr());
        }
        return WRONGLY_CALLED;
    }

    static int failed(Exception e, CommandLine command, ParseResult result) {
        return report(e, command);
    }

    /** Prints what is known of a failure and returns the exit code. */
    static int report(Throwable e, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        boolean debug =
                command.getParseResult() != null && command.getParseResult().hasMatchedOption("--debug");
        int code = FAILED;
        switch (e) {
            case JgradException known -> command.getErr().println(name + ": " + oneLine(known.getMessage()));
            case UncheckedIOException io ->
                command.getErr().println(name + ": " + oneLine(io.getCause().getMessage()));
            case IOException io -> command.getErr().println(name + ": " + oneLine(io.getMessage()));
            case OutOfMemoryError full ->
                command.getErr()
                        .println(name + ": the memory is full (" + full.getMessage()
                                + "); take a smaller --batch-size, or start with JGRAD_JAVA_OPTS=-Xmx8g");
            default -> {
                code = OUR_FAULT;
                command.getErr()
                        .println(name + ": this should not have happened: " + oneLine(String.valueOf(e))
                                + (debug ? "" : "; please report it with what --debug prints"));
            }
        }
        if (debug) {
            e.printStackTrace(command.getErr());
        }
        return code;
    }

    /** Messages that list things are joined, so that a script finds all of it in one line. */
    private static String oneLine(@org.jspecify.annotations.Nullable String message) {
        return message == null ? "no reason is known" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
