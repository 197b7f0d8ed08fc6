package dev.jgrad.nn.cli;

import dev.jgrad.data.Device;
import dev.jgrad.nn.train.Interruption;
import dev.jgrad.nn.train.RunFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a model: on digits that come with jgrad, or on a folder of pictures. */
@Command(
        name = "finetune",
        sortOptions = false,
        description = {
            "Teaches a network to tell pictures apart.",
            "",
            "Without options: trains a ResNet-18 on the handwritten digits 0-4, freezes it, gives it a new last layer and"
                    + " teaches that one the digits 5-9. Takes a few minutes and needs nothing else.",
            "",
            "With --data: does the same with your pictures, starting from a network that has seen a million photographs"
                    + " (--weights DEFAULT) or from one of your own. FOLDER holds one folder per class, such as"
                    + " pets/cat/*.jpg and pets/dog/*.jpg; if it holds the folders train and val (or test), those are"
                    + " used, otherwise every fifth picture is kept for the test.",
            ""
        },
        footer = {
            "",
            "In the folder of --out lie afterwards: the model as .pth and .safetensors (PyTorch loads both), checkpoint.pth"
                    + " to resume from, metrics.csv and curves.png. Ctrl-C stops and saves; --resume goes on.",
            "",
            "  jgrad finetune --data pets --epochs 5",
            "  jgrad predict --weights runs/finetune/model.safetensors photo.jpg"
        })
final class FinetuneCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--data", paramLabel = "FOLDER", description = "Your pictures: one folder per class.")
    private @Nullable Path data;

    @Option(
            names = "--weights",
            paramLabel = "FILE|DEFAULT",
            description =
                    "What to start from: a .pth or .safetensors file, DEFAULT for torchvision's weights (downloaded"
                            + " once), or NONE (default: DEFAULT with --data).")
    private @Nullable String weights;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "resnet18",
            description = "resnet18, resnet34 or resnet50 (default: ${DEFAULT-VALUE}).")
    private String model = "resnet18";

    @Option(
            names = "--train",
            paramLabel = "head|all",
            description = "What learns: only the new last layer, which is quick and needs few pictures, or all of the"
                    + " network (default: head).")
    private TrainedPart train = TrainedPart.HEAD;

    @Option(names = "--epochs", paramLabel = "N", description = "How often to go through the pictures.")
    private @Nullable Integer epochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "Pictures in a step (default: 32, for the digits 64).")
    private @Nullable Integer batchSize;

    @Option(names = "--lr", paramLabel = "RATE", description = "The greatest learning rate (default: 0.02).")
    private double lr = 0.02;

    @Option(names = "--size", paramLabel = "N", description = "Pixels of a side after scaling (default: 224).")
    private int size = 224;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "runs/finetune",
            description = "Where to write (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("runs/finetune");

    @Option(names = "--resume", description = "Go on with the interrupted run in the folder of --out.")
    private boolean resume;

    @Option(names = "--seed", paramLabel = "N", description = "Decides on everything random (default: 0).")
    private long seed;

    @Option(names = "--workers", paramLabel = "N", description = "Threads that read pictures (default: 2).")
    private int workers = 2;

    /** For tests: the built-in run with few digits. */
    @Option(names = "--images", hidden = true)
    private int images = Integer.MAX_VALUE;

    @Mixin
    private CommonOptions common = new CommonOptions();

    /** Made by picocli. */
    FinetuneCommand() {}

    /**
     * What both kinds of run need.
     *
     * @param out where to print results
     * @param device where to compute
     * @param folder where to write
     * @param stop true once the user wants to stop
     */
    record Settings(
            PrintWriter out,
            Device device,
            RunFolder folder,
            BooleanSupplier stop,
            @Nullable Integer epochs,
            int batchSize,
            double lr,
            long seed,
            int workers,
            boolean resume,
            int images) {
        int epochsOr(int number) {
            return epochs == null ? number : epochs;
        }
    }

    @Override
    public Integer call() {
        Options.atLeast(spec, "--epochs", epochs == null ? 1 : epochs, 1);
        Options.atLeast(spec, "--batch-size", batchSize == null ? 1 : batchSize, 1);
        Options.atLeast(spec, "--workers", workers, 0);
        Options.atLeast(spec, "--size", size, 32);
        Options.check(spec, lr > 0 && lr < 100, "--lr must be greater than 0");
        Options.check(
                spec,
                data != null || weights == null,
                "--weights needs --data: the built-in run trains its own. For your pictures add --data FOLDER");
        Device device = common.apply();
        try (var interruption = Interruption.watch()) {
            var settings = new Settings(
                    spec.commandLine().getOut(),
                    device,
                    RunFolder.of(out),
                    interruption::isRequested,
                    epochs,
                    batchSize == null ? (data == null ? 64 : 32) : batchSize,
                    lr,
                    seed,
                    workers,
                    resume,
                    images);
            if (data == null) {
                new DigitsRun(settings).run();
            } else {
                new PhotosRun(settings, data, model, weights == null ? "DEFAULT" : weights, train, size).run();
            }
        }
        return 0;
    }
}
