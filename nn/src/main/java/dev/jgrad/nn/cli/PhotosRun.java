package dev.jgrad.nn.cli;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.data.DataException;
import dev.jgrad.nn.data.Dataset;
import dev.jgrad.nn.data.ImageFolder;
import dev.jgrad.nn.data.Sample;
import dev.jgrad.nn.data.Subset;
import dev.jgrad.nn.layer.Identity;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.train.Features;
import dev.jgrad.nn.train.History;
import dev.jgrad.nn.train.ModelCard;
import dev.jgrad.nn.train.Preprocessing;
import dev.jgrad.nn.train.Stage;
import dev.jgrad.nn.vision.ResNet;
import dev.jgrad.nn.vision.Weights;
import dev.jgrad.tensor.Generator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The run on a user's own pictures. */
final class PhotosRun {
    private final FinetuneCommand.Settings settings;
    private final Path folder;
    private final String model;
    private final String weights;
    private final TrainedPart part;
    private final Preprocessing preprocessing;

    PhotosRun(
            FinetuneCommand.Settings settings, Path folder, String model, String weights, TrainedPart part, int size) {
        this.settings = settings;
        this.folder = folder;
        this.model = model;
        this.weights = weights;
        this.part = part;
        this.preprocessing = Preprocessing.photos(size);
    }

    /**
     * Pictures on both sides of the split.
     *
     * @param varied to learn from, each time a little different
     * @param fixed the same, always as they are
     * @param test to be judged by
     */
    private record Pictures(
            List<String> classes, Dataset<Sample> varied, Dataset<Sample> fixed, Dataset<Sample> test) {}

    void run() {
        Pictures pictures = pictures();
        settings.out()
                .printf(
                        "%d classes (%s), %d pictures to learn from, %d to test with.%n",
                        pictures.classes().size(),
                        String.join(", ", pictures.classes()),
                        pictures.fixed().size(),
                        pictures.test().size());
        Generator.manualSeed(settings.seed());
        ResNet network = start(pictures.classes().size());
        network.to(settings.device());
        var card = new ModelCard(model, pictures.classes(), preprocessing);
        String title = model + " on " + folder.toAbsolutePath().normalize().getFileName();
        var checkpoints = new Checkpoints(settings, "photos, " + part);
        History history = checkpoints.train(stage(network, pictures), network, card, title);
        if (settings.stop().getAsBoolean()) {
            checkpoints.sayStopped();
            return;
        }
        settings.folder().saveModel("model", network.stateDict(), card);
        settings.folder().saveHistory(title, history);
        settings.out()
                .printf(
                        "%.1f %% of the test pictures are right. In %s: model (.pth, .safetensors), metrics.csv,"
                                + " curves.png%nTry: jgrad predict --weights %s PICTURE%n",
                        100 * history.of(name(), true).getLast().accuracy(),
                        settings.folder(),
                        settings.folder().file("model.safetensors"));
    }

    private String name() {
        return part == TrainedPart.HEAD ? "last layer" : "whole network";
    }

    /** The network with a new head, and everything else frozen if only the head learns. */
    private ResNet start(int classes) {
        ResNet network;
        if (weights.equals("NONE")) {
            if (part == TrainedPart.HEAD) {
                throw new ArgumentException(
                        "a network that knows nothing cannot be frozen; with --weights NONE give" + " --train all");
            }
            network = Models.resnet(model, 1000);
        } else {
            network = SavedModel.read(Weights.of(weights).locate(model)).build(model);
        }
        network.requiresGrad_(part == TrainedPart.ALL);
        network.setFc(new Linear(network.features(), classes));
        return network;
    }

    private Stage stage(ResNet network, Pictures pictures) {
        Module learning = network;
        Dataset<Sample> train = pictures.varied();
        Dataset<Sample> test = pictures.test();
        if (part == TrainedPart.HEAD) {
            learning = network.fc();
            network.setFc(new Identity());
            train = features("what the frozen network sees", network, pictures.fixed());
            test = features("the same for the test", network, test);
            network.setFc(learning);
        }
        return new Stage(
                name(),
                learning,
                train,
                test,
                settings.epochsOr(10),
                settings.batchSize(),
                settings.lr(),
                settings.seed(),
                settings.workers());
    }

    private Dataset<Sample> features(String title, ResNet network, Dataset<Sample> data) {
        return Features.of(
                title, network, data, settings.batchSize(), settings.workers(), settings.device(), settings.stop());
    }

    private Pictures pictures() {
        Path train = folder.resolve("train");
        if (Files.isDirectory(train)) {
            Path test = Stream.of("val", "valid", "validation", "test")
                    .map(folder::resolve)
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow(() -> new DataException(folder + " holds a folder train, but none named val or test"));
            var learn = ImageFolder.of(train, preprocessing.varied());
            var judge = ImageFolder.of(test, preprocessing.fixed());
            if (!learn.classes().equals(judge.classes())) {
                throw new DataException(train + " and " + test + " hold different classes: " + learn.classes() + " and "
                        + judge.classes());
            }
            return new Pictures(learn.classes(), learn, learn.withTransform(preprocessing.fixed()), judge);
        }
        var all = ImageFolder.of(folder, preprocessing.varied());
        int test = Math.max(1, all.size() / 5);
        if (all.size() < 2) {
            throw new DataException(folder
                    + " holds a single picture; at least one to learn from and one to test with are" + " needed");
        }
        int[] sizes = {all.size() - test, test};
        var fixed = all.withTransform(preprocessing.fixed());
        return new Pictures(
                all.classes(),
                Subset.randomSplit((Dataset<Sample>) all, settings.seed(), sizes)
                        .getFirst(),
                Subset.randomSplit((Dataset<Sample>) fixed, settings.seed(), sizes)
                        .getFirst(),
                Subset.randomSplit((Dataset<Sample>) fixed, settings.seed(), sizes)
                        .getLast());
    }
}
