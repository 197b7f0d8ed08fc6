package dev.jgrad.nn.cli;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the structure of a model. */
@Command(
        name = "summary",
        sortOptions = false,
        description = {
            "Shows what a model consists of: its layers as a tree, what comes out of each, and how many parameters it has.",
            ""
        },
        footer = {
            "",
            "  jgrad summary resnet18 --input 1x3x64x64",
            "  jgrad summary runs/finetune/digits-5-9.safetensors --input 1x3x48x48",
            "  jgrad summary 'nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))'"
        })
final class SummaryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "MODEL",
            description =
                    "A name such as resnet18, a file with the weights of a ResNet, or an expression as in PyTorch.")
    private String model = "";

    @Option(
            names = "--input",
            paramLabel = "SIZES",
            description = "Sizes of the input, as in 1x3x64x64 (default: what the first layer takes).")
    private @Nullable String input;

    @Mixin
    private CommonOptions common = new CommonOptions();

    /** Made by picocli. */
    SummaryCommand() {}

    @Override
    public Integer call() {
        var device = common.apply();
        Module module = Models.of(model);
        module.to(device);
        Tensor example = Models.input(module, input).to(device);
        spec.commandLine().getOut().print(new ModuleTree(module).describe(example));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
