package dev.jgrad.nn.vision;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.JgradException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model starts with instead of random numbers: torchvision's published weights, or a file.
 *
 * <p>{@link #DEFAULT} is downloaded once, into {@code ~/.cache/jgrad/checkpoints} or the folder {@code checkpoints} of
 * {@code JGRAD_HOME}; after that, no network is needed. A file that PyTorch has in its own cache is used as it is.
 */
public final class Weights {
    /** The best weights that torchvision publishes for a model, trained on ImageNet. */
    public static final Weights DEFAULT = new Weights(null);

    private static final Map<String, String> PUBLISHED = Map.of(
            "resnet18", "resnet18-f37072fd.pth",
            "resnet34", "resnet34-b627a593.pth",
            "resnet50", "resnet50-11ad3fa6.pth");

    private final @Nullable Path file;

    private Weights(@Nullable Path file) {
        this.file = file;
    }

    /** The weights in a {@code .pth} or {@code .safetensors} file. */
    public static Weights file(Path file) {
        return new Weights(file);
    }

    /** {@code DEFAULT}, or the name of a file. */
    public static Weights of(String text) {
        return text.equals("DEFAULT") ? DEFAULT : file(Path.of(text));
    }

    /**
     * The file with the weights of a model, downloaded if it has to be.
     *
     * @param model {@code resnet18}, {@code resnet34} or {@code resnet50}
     * @throws DownloadException when it is not there and cannot be fetched
     * @throws ArgumentException when nothing is published for such a model
     */
    public Path locate(String model) {
        return locate(model, WeightsCache.standard());
    }

    Path locate(String model, WeightsCache cache) {
        if (file != null) {
            if (!Files.isRegularFile(file)) {
                throw new JgradException("there are no weights at " + file
                        + (Files.isDirectory(file) ? ": it is a folder" : ": no such file"));
            }
            return file;
        }
        return cache.get(published(model));
    }

    /** True when {@link #locate} needs no network. */
    public boolean isLocal(String model) {
        return file != null || WeightsCache.standard().find(published(model)).isPresent();
    }

    private static String published(String model) {
        String name = PUBLISHED.get(model);
        if (name == null) {
            throw new ArgumentException("no weights are published for '" + model + "'; there are some for "
                    + String.join(", ", PUBLISHED.keySet().stream().sorted().toList()));
        }
        return name;
    }

    @Override
    public String toString() {
        return file == null ? "DEFAULT" : file.toString();
    }
}
