package dev.jgrad.nn.cli;

import dev.jgrad.data.Device;
import dev.jgrad.data.JgradException;
import dev.jgrad.nn.data.Image;
import dev.jgrad.nn.serve.Classifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what is on pictures. */
@Command(
        name = "predict",
        sortOptions = false,
        description = {
            "Says what is on pictures: the five likeliest classes with their probabilities.",
            "",
            "With the file of a model that jgrad finetune made, the class names and the size of pictures come from there."
                    + " Without --weights, a ResNet-18 with torchvision's weights is asked, which knows the 1000 classes"
                    + " of ImageNet.",
            ""
        })
final class PredictCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "JPEG, PNG, BMP or GIF files.")
    private List<Path> images = List.of();

    @Option(
            names = "--weights",
            paramLabel = "FILE|DEFAULT",
            defaultValue = "DEFAULT",
            description = "The model: a .pth or .safetensors file, or DEFAULT for torchvision's weights (default).")
    private String weights = "DEFAULT";

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "resnet18, resnet34 or resnet50, where the file does not say.")
    private @Nullable String model;

    @Option(names = "--top", paramLabel = "N", description = "How many classes to show (default: 5).")
    private int top = 5;

    @Mixin
    private CommonOptions common = new CommonOptions();

    /** Made by picocli. */
    PredictCommand() {}

    @Override
    public Integer call() {
        Options.atLeast(spec, "--top", top, 1);
        Options.check(
                spec,
                images.stream().allMatch(Files::isRegularFile),
                "There is no file "
                        + images.stream()
                                .filter(image -> !Files.isRegularFile(image))
                                .toList());
        Device device = common.apply();
        Classifier classifier = SavedModel.classifier(weights, model, device);
        // All pictures are asked for, also when one of them is broken.
        int failures = 0;
        for (Path image : images) {
            try {
                print(image, classifier);
            } catch (JgradException e) {
                failures++;
                spec.commandLine().getErr().println("jgrad predict: " + e.getMessage());
            }
        }
        return failures == 0 ? 0 : Failures.FAILED;
    }

    private void print(Path image, Classifier classifier) {
        var picture = classifier.prepare(Image.read(image));
        double[] probabilities = classifier.probabilities(List.of(picture))[0];
        var out = spec.commandLine().getOut();
        out.println(image);
        classifier
                .top(probabilities, top)
                .forEach(p -> out.printf("  %5.1f %%  %s%n", 100 * p.probability(), p.label()));
    }
}
