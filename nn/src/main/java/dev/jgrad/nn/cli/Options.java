package dev.jgrad.nn.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks values that picocli takes as they are. */
final class Options {
    private Options() {}

    static void atLeast(CommandSpec spec, String option, long value, long least) {
        check(spec, value >= least, option + " must be at least " + least + ", but is " + value);
    }

    static void check(CommandSpec spec, boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
