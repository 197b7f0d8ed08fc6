package dev.jgrad.nn.cli;

import dev.jgrad.data.Device;
import dev.jgrad.data.JgradException;
import dev.jgrad.io.Checkpoint;
import dev.jgrad.io.Safetensors;
import dev.jgrad.nn.init.Init;
import dev.jgrad.nn.serve.Classifier;
import dev.jgrad.nn.train.ModelCard;
import dev.jgrad.nn.train.Preprocessing;
import dev.jgrad.nn.vision.ImageNet;
import dev.jgrad.nn.vision.ResNet;
import dev.jgrad.nn.vision.Weights;
import dev.jgrad.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A model in a file: its tensors, and, if the file or its twin in the other format says so, what it is.
 *
 * @param file where it lies
 * @param state its tensors by name
 * @param card what {@code finetune} noted about it
 */
record SavedModel(Path file, Map<String, Tensor> state, Optional<ModelCard> card) {
    static SavedModel read(Path file) {
        var state = Checkpoint.loadStateDict(file);
        return new SavedModel(file, state, card(file).or(() -> card(twin(file))));
    }

    /**
     * A network to ask, by the option {@code --weights}.
     *
     * @param model the option {@code --model}, or null for what the file says
     */
    static Classifier classifier(String weights, @Nullable String model, Device device) {
        SavedModel saved = read(Weights.of(weights).locate(model == null ? "resnet18" : model));
        String structure = model == null ? saved.guess() : model;
        ModelCard card = saved.card()
                .filter(found -> found.classes().size() == saved.classes())
                .orElseGet(() -> new ModelCard(structure, names(saved.classes()), Preprocessing.photos(224)));
        return new Classifier(saved.build(structure), card, device);
    }

    /** Where the file has no names, a thousand classes are taken for ImageNet's. */
    private static List<String> names(int classes) {
        var imagenet = ImageNet.classes();
        return classes == imagenet.size()
                ? imagenet
                : IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    }

    private static Path twin(Path file) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.[^.]*$", "") + ".safetensors");
    }

    private static Optional<ModelCard> card(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (file.toString().endsWith(".safetensors")) {
            try (var tensors = Safetensors.open(file)) {
                return ModelCard.of(tensors.metadata());
            }
        }
        return Checkpoint.load(file) instanceof Map<?, ?> map ? ModelCard.of(map) : Optional.empty();
    }

    /** The number of classes its last layer knows. */
    int classes() {
        Tensor weight = state.get("fc.weight");
        if (weight == null || weight.dim() != 2) {
            throw new JgradException(file + " is no ResNet: it has no matrix fc.weight; its tensors are "
                    + String.join(", ", state.keySet().stream().limit(5).toList()) + " ...");
        }
        return Math.toIntExact(weight.size(0));
    }

    /** A model of this structure with these tensors. */
    ResNet build(String model) {
        ResNet built = Init.skipping(() -> Models.resnet(model, classes()));
        built.loadStateDict(state);
        return built;
    }

    /** The structure that the tensors belong to, by their number: each ResNet has another one. */
    String guess() {
        if (card.isPresent()) {
            return card.get().model();
        }
        boolean bottleneck = state.containsKey("layer1.0.conv3.weight");
        return bottleneck ? "resnet50" : state.containsKey("layer3.5.conv1.weight") ? "resnet34" : "resnet18";
    }
}
