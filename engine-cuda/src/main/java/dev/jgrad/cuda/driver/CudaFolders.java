package dev.jgrad.cuda.driver;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where NVIDIA's libraries lie on this machine. The loader finds those on its own path; one that lies elsewhere is loaded
 * by its path first, after which the loader takes it for any library that asks for its name.
 */
public final class CudaFolders {
    private CudaFolders() {}

    /**
     * The folders that are looked into, best first: those of {@code -Djgrad.cuda.path}, what the Maven
     * profile {@code cuda-redist} has unpacked, {@code LD_LIBRARY_PATH},
     * {@code CUDA_HOME} and {@code CUDA_PATH}, then the usual places of CUDA 12, then others.
     */
    public static List<Path> all() {
        Set<Path> folders = new LinkedHashSet<>();
        add(folders, System.getProperty("jgrad.cuda.path"), "");
        // Only named where the profile was run.
        if (Files.isDirectory(unpacked())) {
            folders.add(unpacked());
        }
        add(folders, System.getenv("LD_LIBRARY_PATH"), "");
        add(folders, System.getenv("CUDA_HOME"), "lib64");
        add(folders, System.getenv("CUDA_PATH"), "lib64");
        glob(folders, "/usr/local", "cuda-12*", "lib64");
        glob(folders, "/usr/local", "cuda*", "lib64");
        add(folders, "/usr/lib/x86_64-linux-gnu:/usr/lib64:/usr/lib/wsl/lib:/usr/local/nvidia/lib64", "");
        return new ArrayList<>(folders);
    }

    /** Where the Maven profile {@code cuda-redist} unpacks. */
    static Path unpacked() {
        return CacheFolder.get("cuda-12.6").resolve("org/bytedeco/cuda/linux-x86_64");
    }

    private static void add(Set<Path> folders, @Nullable String path, String below) {
        if (path == null) {
            return;
        }
        for (String element : path.split(File.pathSeparator)) {
            if (!element.isBlank()) {
                folders.add(Path.of(element).resolve(below).toAbsolutePath().normalize());
            }
        }
    }

    private static void glob(Set<Path> folders, String parent, String pattern, String below) {
        if (!Files.isDirectory(Path.of(parent))) {
            return;
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(Path.of(parent), pattern)) {
            children.forEach(found::add);
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            return;
        }
        found.sort(Comparator.reverseOrder());
        for (Path child : found) {
            folders.add(child.resolve(below));
        }
    }

    /** The first folder with a file of this name, or of a name that begins so. */
    public static Optional<Path> find(String file) {
        return all().stream()
                .map(folder -> folder.resolve(file))
                .filter(Files::exists)
                .findFirst();
    }

    /**
     * The files that lie beside a library and whose names begin so: what it opens by name when it is first used, which the
     * loader does not find in a folder that it does not know.
     */
    static List<Path> beside(String file, String prefix) {
        List<Path> found = new ArrayList<>();
        find(file).ifPresent(library -> {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(library.resolveSibling("."), prefix + "*")) {
                files.forEach(path -> found.add(path.normalize()));
            } catch (IOException | DirectoryIteratorException e) {
                System.getLogger("dev.jgrad.cuda").log(System.Logger.Level.DEBUG, "cannot look beside " + library, e);
            }
        });
        found.sort(null);
        return found;
    }

    /** Loads a library by its path where it is found; otherwise the loader may find it on its own. */
    static void preload(String file) {
        find(file).ifPresent(CudaFolders::load);
    }

    @SuppressWarnings("restricted")
    static void load(Path path) {
        try {
            System.load(path.toString());
        } catch (UnsatisfiedLinkError e) {
            // JCuda's own attempt will say what is wrong.
            System.getLogger("dev.jgrad.cuda").log(System.Logger.Level.DEBUG, "cannot load " + path, e);
        }
    }
}
