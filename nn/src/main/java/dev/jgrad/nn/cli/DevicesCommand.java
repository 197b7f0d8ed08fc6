package dev.jgrad.nn.cli;

import dev.jgrad.tensor.Devices;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the devices of this machine. */
@Command(
        name = "devices",
        description = "Shows where jgrad can compute on this machine, and why it cannot where it cannot.")
final class DevicesCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Made by picocli. */
    DevicesCommand() {}

    @Override
    public Integer call() {
        var chosen = common.apply();
        var out = spec.commandLine().getOut();
        Devices.report().forEach((type, lines) -> {
            out.println(type);
            lines.forEach(line -> out.println("  " + line));
        });
        out.println("default: " + chosen);
        return 0;
    }
}
