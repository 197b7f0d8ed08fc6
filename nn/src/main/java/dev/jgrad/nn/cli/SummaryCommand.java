package dev.jgrad.nn.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** To come. */
@Command(name = "summary")
final class SummaryCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    /** Made by picocli. */
    SummaryCommand() {}

    @Override
    public Integer call() {
        common.apply();
        return 0;
    }
}
