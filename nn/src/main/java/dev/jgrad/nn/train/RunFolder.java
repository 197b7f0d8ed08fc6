package dev.jgrad.nn.train;

import dev.jgrad.data.JgradException;
import dev.jgrad.io.Checkpoint;
import dev.jgrad.io.Safetensors;
import dev.jgrad.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The folder of a run: models, the checkpoint to resume from, metrics and curves. Each file is replaced as a whole or not
 * at all.
 */
public final class RunFolder {
    private static final String CHECKPOINT = "checkpoint.pth";

    private final Path folder;

    private RunFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A folder, created if there is none.
     *
     * @throws JgradException when it cannot be created or written to
     */
    public static RunFolder of(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new JgradException(
                    "the folder " + folder + " cannot be created (" + reason(e) + "); choose another one with --out",
                    e);
        }
        if (!Files.isWritable(folder)) {
            throw new JgradException("nothing can be written to " + folder + "; choose another folder with --out");
        }
        return new RunFolder(folder);
    }

    /** Where a file of this name lies. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Saves a model as {@code NAME.pth} and {@code NAME.safetensors}, both of which PyTorch loads strictly. */
    public void saveModel(String name, Map<String, Tensor> state, ModelCard card) {
        Checkpoint.save(new LinkedHashMap<>(state), file(name + ".pth"));
        Safetensors.save(state, file(name + ".safetensors"), card.toMetadata());
    }

    /** Saves what is needed to resume. */
    public void saveCheckpoint(Map<String, Object> state) {
        Checkpoint.save(state, file(CHECKPOINT));
    }

    /**
     * What {@link #saveCheckpoint} saved.
     *
     * @throws JgradException when there is none
     */
    public Map<?, ?> loadCheckpoint() {
        Path file = file(CHECKPOINT);
        if (!Files.exists(file)) {
            throw new JgradException(
                    "there is no " + file + " to resume from; start without --resume, or name the folder"
                            + " of the interrupted run with --out");
        }
        if (Checkpoint.load(file) instanceof Map<?, ?> state) {
            return state;
        }
        throw new JgradException(file + " is not a checkpoint of jgrad finetune");
    }

    /** Writes the metrics. */
    public void saveMetrics(History history) {
        write("metrics.csv", history.toCsv().getBytes(StandardCharsets.UTF_8));
    }

    /** Writes metrics and curves. */
    public void saveHistory(String title, History history) {
        saveMetrics(history);
        byte[] png;
        try {
            png = Curves.png(title, history);
        } catch (IOException | RuntimeException | LinkageError | InternalError e) {
            // On machines without any font, Java cannot draw letters. The training is worth more than its picture.
            System.err.println("curves.png could not be drawn (" + e + "); the numbers are in " + file("metrics.csv")
                    + ". On Linux, installing the package fontconfig and a font helps.");
            return;
        }
        write("curves.png", png);
    }

    /** Replaces a file as a whole. */
    public void write(String name, byte[] content) {
        Path target = file(name);
        Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        try {
            Files.createDirectories(target.getParent());
            Files.write(temporary, content);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            delete(temporary);
            throw new JgradException(
                    target + " cannot be written (" + reason(e) + "); make room, or choose another folder with --out",
                    e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // What led here says more.
            return;
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException _ -> "access is denied";
            case java.nio.file.FileAlreadyExistsException x -> x.getFile() + " is a file";
            default ->
                String.valueOf(e instanceof java.nio.file.FileSystemException f ? f.getReason() : e.getMessage());
        };
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
