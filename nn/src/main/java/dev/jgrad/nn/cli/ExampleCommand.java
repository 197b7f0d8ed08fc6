package dev.jgrad.nn.cli;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one of the tutorials. */
@Command(
        name = "example",
        description = {
            "Runs a tutorial: a short source file, to be read beside what it prints. Without a name, lists them.",
            "The sources lie in nn/src/main/examples; --source prints one."
        })
final class ExampleCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Which one.")
    private @Nullable String name;

    @Option(names = "--source", description = "Print the source instead of running it.")
    private boolean source;

    /** Made by picocli. */
    ExampleCommand() {}

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        if (name == null) {
            for (Example example : Example.values()) {
                out.printf("%-22s %s%n", example.title(), example.about());
            }
            return 0;
        }
        Example example = Arrays.stream(Example.values())
                .filter(candidate -> candidate.title().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "There is no example '" + name + "'; there are "
                                + Arrays.stream(Example.values())
                                        .map(Example::title)
                                        .collect(Collectors.joining(", "))));
        if (source) {
            out.print(example.source());
            out.flush();
            return 0;
        }
        common.apply();
        example.run();
        return 0;
    }
}
