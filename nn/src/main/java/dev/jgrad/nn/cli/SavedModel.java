package dev.jgrad.nn.cli;

import dev.jgrad.data.JgradException;
import dev.jgrad.io.Checkpoint;
import dev.jgrad.io.Safetensors;
import dev.jgrad.nn.train.ModelCard;
import dev.jgrad.nn.vision.ResNet;
import dev.jgrad.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

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
        ResNet built = Models.resnet(model, classes());
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
