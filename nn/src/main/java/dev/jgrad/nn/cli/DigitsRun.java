package dev.jgrad.nn.cli;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.data.Dataset;
import dev.jgrad.nn.data.ImageList;
import dev.jgrad.nn.data.Mnist;
import dev.jgrad.nn.data.Sample;
import dev.jgrad.nn.layer.Identity;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.train.Features;
import dev.jgrad.nn.train.History;
import dev.jgrad.nn.train.ModelCard;
import dev.jgrad.nn.train.Preprocessing;
import dev.jgrad.nn.train.RunFolder;
import dev.jgrad.nn.train.Stage;
import dev.jgrad.nn.train.Training;
import dev.jgrad.nn.vision.ResNet;
import dev.jgrad.tensor.Generator;
import java.io.PrintWriter;
import java.util.List;

/**
 * The run without options: a ResNet-18 learns the digits 0 to 4, is frozen and gets a new head for the digits 5 to 9,
 * which it has never seen. The same head on an untrained network shows what the first half was good for.
 */
final class DigitsRun {
    private static final String TITLE = "ResNet-18: trained on the digits 0-4, then only its head on 5-9";
    private static final String LOW = "digits 0-4";
    private static final String HIGH = "digits 5-9";
    private static final String UNTRAINED = "digits 5-9, untrained backbone";
    private static final List<String> LOW_NAMES = List.of("0", "1", "2", "3", "4");
    private static final List<String> HIGH_NAMES = List.of("5", "6", "7", "8", "9");

    /** Forty of each digit. With thousands, and time, the last layer gets far on any network, even an untrained one. */
    private static final int HEAD_IMAGES = 200;

    private static final int HEAD_EPOCHS = 5;
    private static final int HEAD_BATCH = 32;
    private static final double HEAD_LR = 0.1;

    private final FinetuneCommand.Settings settings;
    private final PrintWriter out;
    private final RunFolder folder;
    private final Checkpoints checkpoints;
    private final Mnist digits = Mnist.sample();
    private History history = new History();

    DigitsRun(FinetuneCommand.Settings settings) {
        this.settings = settings;
        this.out = settings.out();
        this.folder = settings.folder();
        this.checkpoints = new Checkpoints(settings, "digits");
    }

    void run() {
        long start = System.nanoTime();
        out.println(
                "Handwritten digits from the MNIST sample that comes with jgrad; --data FOLDER takes your own pictures.");
        Generator.manualSeed(settings.seed());
        ResNet model = ResNet.resnet18(LOW_NAMES.size());
        model.to(settings.device());
        if (!learnLow(model)) {
            checkpoints.sayStopped();
            return;
        }
        double high = learnHigh(model, HIGH, true);
        Generator.manualSeed(settings.seed() + 1);
        ResNet untrained = ResNet.resnet18(LOW_NAMES.size());
        untrained.to(settings.device());
        double without = settings.stop().getAsBoolean() ? Double.NaN : learnHigh(untrained, UNTRAINED, false);
        if (settings.stop().getAsBoolean()) {
            checkpoints.sayStopped();
            return;
        }
        folder.saveHistory(TITLE, history);
        report(high, without, (System.nanoTime() - start) / 1e9);
    }

    private boolean learnLow(ResNet model) {
        out.println("1. A ResNet-18 learns the digits 0 to 4.");
        var train = digits(digits.train(), LOW_NAMES);
        var test = digits(digits.test(), LOW_NAMES);
        var stage = stage(LOW, model, train, test, settings.epochsOr(2), settings.batchSize(), settings.lr());
        var card = new ModelCard("resnet18", LOW_NAMES, Preprocessing.DIGITS);
        history = checkpoints.train(stage, model, card, TITLE);
        if (settings.stop().getAsBoolean()) {
            return false;
        }
        folder.saveModel("digits-0-4", model.stateDict(), card);
        out.printf("   %.1f %% of the test digits are right.%n", 100 * lastTest(LOW));
        return true;
    }

    private Stage stage(
            String name,
            Module model,
            Dataset<Sample> train,
            Dataset<Sample> test,
            int epochs,
            int batchSize,
            double lr) {
        return new Stage(name, model, train, test, epochs, batchSize, lr, settings.seed(), settings.workers());
    }

    private double learnHigh(ResNet model, String name, boolean save) {
        out.println(
                save
                        ? "2. It is frozen, and a new last layer learns the digits 5 to 9 from forty of each."
                        : "3. The same last layer learns them on a network that was never trained.");
        model.requiresGrad_(false);
        model.setFc(new Identity());
        var train = digits(digits.train(), HIGH_NAMES).first(HEAD_IMAGES);
        var test = digits(digits.test(), HIGH_NAMES);
        var trainFeatures = Features.of(
                name + ", features", model, train, 100, settings.workers(), settings.device(), settings.stop());
        var testFeatures = Features.of(
                name + ", test features", model, test, 100, settings.workers(), settings.device(), settings.stop());
        Generator.manualSeed(settings.seed() + 2);
        var head = new Linear(model.features(), HIGH_NAMES.size());
        head.to(settings.device());
        var training = new Training(
                stage(name, head, trainFeatures, testFeatures, HEAD_EPOCHS, HEAD_BATCH, HEAD_LR),
                settings.device(),
                history);
        training.run(settings.stop(), () -> {});
        if (settings.stop().getAsBoolean()) {
            return Double.NaN;
        }
        model.setFc(head);
        if (save) {
            folder.saveModel(
                    "digits-5-9", model.stateDict(), new ModelCard("resnet18", HIGH_NAMES, Preprocessing.DIGITS));
        }
        out.printf("   %.1f %% of the test digits are right.%n", 100 * lastTest(name));
        return lastTest(name);
    }

    private ImageList digits(ImageList all, List<String> names) {
        return all.only(names.toArray(String[]::new))
                .first(settings.images())
                .withTransform(Preprocessing.DIGITS.fixed());
    }

    private double lastTest(String stage) {
        var points = history.of(stage, true);
        return points.isEmpty() ? Double.NaN : points.getLast().accuracy();
    }

    private void report(double high, double without, double seconds) {
        out.println();
        out.println("Test accuracy");
        out.printf("  digits 0-4                        %5.1f %%%n", 100 * lastTest(LOW));
        out.printf("  digits 5-9, trained backbone      %5.1f %%%n", 100 * high);
        out.printf("  digits 5-9, untrained backbone    %5.1f %%%n", 100 * without);
        out.printf(
                "%.0f seconds on %s. In %s: digits-0-4 and digits-5-9 (.pth, .safetensors), metrics.csv, curves.png%n",
                seconds, settings.device(), folder);
        String sample = saveSamples();
        out.printf("Try: jgrad predict --weights %s %s%n", folder.file("digits-5-9.safetensors"), sample);
    }

    /** A digit of each kind to try the model on; returns the last file. */
    private String saveSamples() {
        String last = "";
        for (String name : HIGH_NAMES) {
            last = "samples/" + name + ".png";
            folder.write(last, digits.test().only(name).image(0).toPng());
        }
        return folder.file(last).toString();
    }
}
