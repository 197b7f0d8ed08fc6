package dev.jgrad.nn.vision;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A folder with downloaded files. The name of a file ends in the beginning of its SHA-256, as in {@code
 * resnet18-f37072fd.pth}, so that it proves itself.
 *
 * @param source where files are published
 * @param folder where they are kept
 * @param others further folders in which they may lie
 * @param patience how long a server may be silent
 */
record WeightsCache(URI source, Path folder, List<Path> others, Duration patience) {
    private static final URI PYTORCH = URI.create("https://download.pytorch.org/models/");

    /** {@code ~/.cache/jgrad} or {@code JGRAD_HOME}; PyTorch's own cache is looked into as well. */
    static WeightsCache standard() {
        Path home = Path.of(System.getProperty("user.home"));
        Path jgrad = setting("jgrad.home", "JGRAD_HOME", home.resolve(".cache/jgrad"));
        Path torch = setting("torch.home", "TORCH_HOME", home.resolve(".cache/torch"));
        return new WeightsCache(
                mirror(),
                jgrad.resolve("checkpoints"),
                List.of(torch.resolve("hub/checkpoints")),
                Duration.ofSeconds(30));
    }

    /** Another place than PyTorch's, for a mirror. */
    private static URI mirror() {
        String mirror = System.getProperty("jgrad.weights.url", System.getenv("JGRAD_WEIGHTS_URL"));
        if (mirror == null || mirror.isBlank()) {
            return PYTORCH;
        }
        try {
            return URI.create(mirror.endsWith("/") ? mirror : mirror + "/");
        } catch (IllegalArgumentException e) {
            throw new DownloadException("JGRAD_WEIGHTS_URL is '" + mirror + "', which is no address", e);
        }
    }

    private static Path setting(String property, String variable, Path otherwise) {
        String value = System.getProperty(property, System.getenv(variable));
        return value == null || value.isBlank() ? otherwise : Path.of(value);
    }

    /**
     * The file of this name if it is in one of the folders.
     *
     * @throws DownloadException when it is there with another content than its name promises
     */
    java.util.Optional<Path> find(String name) {
        Path own = folder.resolve(name);
        if (Files.isRegularFile(own)) {
            if (!Hash.matches(own)) {
                throw new DownloadException(own + " is not what its name promises: its SHA-256 begins with "
                        + Hash.of(own).substring(0, Hash.promised(name).length())
                        + "; delete it, and it will be downloaded again");
            }
            return java.util.Optional.of(own);
        }
        return others.stream()
                .map(other -> other.resolve(name))
                .filter(Files::isRegularFile)
                .filter(Hash::matches)
                .findFirst();
    }

    /** The file of this name, downloaded if it has to be. */
    Path get(String name) {
        return find(name).orElseGet(() -> {
            URI uri = source.resolve(name);
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new DownloadException(
                        folder + " cannot be created (" + e.getMessage()
                                + "); set JGRAD_HOME to a folder that can be written to",
                        e);
            }
            return new Download(uri, folder.resolve(name), patience).run();
        });
    }
}
