package dev.jgrad.nn.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has to be known of a saved model to use it.
 *
 * @param model its structure, such as {@code resnet18}
 * @param classes the names of its answers
 * @param preprocessing how pictures become its input
 */
public record ModelCard(String model, List<String> classes, Preprocessing preprocessing) {
    private static final String MODEL = "jgrad.model";
    private static final String CLASSES = "jgrad.classes";
    private static final String PREPROCESSING = "jgrad.preprocessing";

    /** Copies the list. */
    public ModelCard {
        classes = List.copyOf(classes);
    }

    /** As texts, for the header of a safetensors file. */
    public Map<String, String> toMetadata() {
        var metadata = new LinkedHashMap<String, String>();
        metadata.put("format", "pt");
        metadata.put(MODEL, model);
        metadata.put(CLASSES, String.join("\n", classes));
        metadata.put(PREPROCESSING, preprocessing.toString());
        return metadata;
    }

    /** The way back; empty where the texts are not from us. */
    public static Optional<ModelCard> of(Map<?, ?> metadata) {
        return metadata.get(MODEL) instanceof String model
                        && metadata.get(CLASSES) instanceof String classes
                        && metadata.get(PREPROCESSING) instanceof String preprocessing
                ? Optional.of(new ModelCard(model, List.of(classes.split("\n")), Preprocessing.of(preprocessing)))
                : Optional.empty();
    }
}
