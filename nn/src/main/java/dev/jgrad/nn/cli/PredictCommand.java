package dev.jgrad.nn.cli;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.Device;
import dev.jgrad.data.JgradException;
import dev.jgrad.nn.data.Image;
import dev.jgrad.nn.train.ModelCard;
import dev.jgrad.nn.train.Preprocessing;
import dev.jgrad.nn.vision.ImageNet;
import dev.jgrad.nn.vision.ResNet;
import dev.jgrad.nn.vision.Weights;
import dev.jgrad.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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
        Path file = Weights.of(weights).locate(model == null ? "resnet18" : model);
        SavedModel saved = SavedModel.read(file);
        String structure = model == null ? saved.guess() : model;
        ResNet network = saved.build(structure);
        network.to(device);
        network.eval();
        ModelCard card = saved.card()
                .filter(found -> found.classes().size() == saved.classes())
                .orElseGet(() -> new ModelCard(structure, names(saved.classes()), Preprocessing.photos(224)));
        // All pictures are asked for, also when one of them is broken.
        int failures = 0;
        for (Path image : images) {
            try {
                print(image, card, probabilities(network, image, card, device));
            } catch (JgradException e) {
                failures++;
                spec.commandLine().getErr().println("jgrad predict: " + e.getMessage());
            }
        }
        return failures == 0 ? 0 : Failures.FAILED;
    }

    /** Where the file has no names, a thousand classes are taken for ImageNet's. */
    private static List<String> names(int classes) {
        var imagenet = ImageNet.classes();
        return classes == imagenet.size()
                ? imagenet
                : IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    }

    private static double[] probabilities(ResNet network, Path image, ModelCard card, Device device) {
        Tensor input = card.preprocessing()
                .fixed()
                .apply(Image.read(image))
                .unsqueeze(0)
                .to(device);
        try (var _ = Grad.disabled()) {
            return network.call(input).softmax(1).toDoubleArray();
        }
    }

    private void print(Path image, ModelCard card, double[] probabilities) {
        var out = spec.commandLine().getOut();
        out.println(image);
        IntStream.range(0, probabilities.length)
                .boxed()
                .sorted((a, b) -> Double.compare(probabilities[b], probabilities[a]))
                .limit(top)
                .forEach(i -> out.printf(
                        "  %5.1f %%  %s%n",
                        100 * probabilities[i], card.classes().get(i)));
    }
}
