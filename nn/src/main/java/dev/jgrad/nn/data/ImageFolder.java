package dev.jgrad.nn.data;

import dev.jgrad.tensor.Tensor;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Pictures in one folder per class, whose names are the names of the classes: {@code torchvision.datasets.ImageFolder}.
 *
 * <pre>
 * animals/cat/tom.jpg
 * animals/dog/rex.png
 * </pre>
 *
 * <p>Pictures are decoded when they are asked for, so a folder may be larger than the memory.
 */
public final class ImageFolder implements LabelledDataset {
    /** The endings of file names that count as pictures. */
    public static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "bmp", "gif");

    private final List<String> classes;
    private final List<Path> files;
    private final int[] labels;
    private final Function<? super Image, Tensor> transform;

    private ImageFolder(
            List<String> classes, List<Path> files, int[] labels, Function<? super Image, Tensor> transform) {
        this.classes = classes;
        this.files = files;
        this.labels = labels;
        this.transform = transform;
    }

    /**
     * Looks for the classes and pictures of a folder.
     *
     * @param transform what makes a tensor of a picture
     * @throws DataException when there is no such folder, no folder in it, or a class without pictures
     */
    public static ImageFolder of(Path root, Function<? super Image, Tensor> transform) {
        if (!Files.isDirectory(root)) {
            throw new DataException(root + (Files.exists(root) ? " is not a folder" : " does not exist")
                    + "; give a folder that holds one folder of pictures per class");
        }
        try {
            var folders = classFolders(root);
            if (folders.isEmpty()) {
                throw new DataException("Couldn't find any class folder in " + root
                        + "; put the pictures of each class into a folder of its own in there");
            }
            var files = new ArrayList<Path>();
            var labels = new ArrayList<Integer>();
            var empty = new ArrayList<String>();
            for (int label = 0; label < folders.size(); label++) {
                var pictures = pictures(folders.get(label));
                if (pictures.isEmpty()) {
                    empty.add(folders.get(label).getFileName().toString());
                }
                files.addAll(pictures);
                for (int i = 0; i < pictures.size(); i++) {
                    labels.add(label);
                }
            }
            if (!empty.isEmpty()) {
                throw new DataException(
                        "Found no valid file for the classes " + String.join(", ", empty) + " in " + root
                                + ". Supported extensions are: "
                                + String.join(", ", EXTENSIONS.stream().sorted().toList()));
            }
            var classes = folders.stream()
                    .map(folder -> folder.getFileName().toString())
                    .toList();
            return new ImageFolder(
                    classes,
                    List.copyOf(files),
                    labels.stream().mapToInt(Integer::intValue).toArray(),
                    transform);
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new DataException(root + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Path> classFolders(Path root) throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory)
                    // Such as .ipynb_checkpoints, which nobody means as a class.
                    .filter(folder -> !folder.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(folder -> folder.getFileName().toString()))
                    .toList();
        }
    }

    private static List<Path> pictures(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return entries.filter(file -> isPicture(file.getFileName().toString()))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    private static boolean isPicture(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && EXTENSIONS.contains(extension);
    }

    /** The same pictures with another transform, for a validation without random crops. */
    public ImageFolder withTransform(Function<? super Image, Tensor> other) {
        return new ImageFolder(classes, files, labels, other);
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    /** The file of a sample. */
    public Path file(int index) {
        return files.get(index);
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public Sample get(int index) {
        return Sample.labelled(transform.apply(Image.read(files.get(index))), labels[index]);
    }
}
