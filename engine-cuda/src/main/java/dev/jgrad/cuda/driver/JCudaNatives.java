package dev.jgrad.cuda.driver;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import jcuda.LibUtils;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks JCuda's JNI libraries into a folder of the user. JCuda would do it itself, but under the final name: a second
 * JVM that starts at the same moment loads half a file and dies. Here a file appears when it is complete.
 */
final class JCudaNatives {
    private static final String VERSION = "12.6.0";

    private JCudaNatives() {}

    /** The folder that holds the library of this name, unpacked now if it was not there. */
    static Path folder(String name) throws IOException {
        String file = LibUtils.createLibraryFileName(LibUtils.createPlatformLibraryName(name + "-" + VERSION));
        URL source = LibUtils.class.getClassLoader().getResource("lib/" + file);
        if (source == null) {
            source = ClassLoader.getSystemResource("lib/" + file);
        }
        if (source == null) {
            Path unpacked = unpacked(file);
            if (unpacked != null) {
                return unpacked;
            }
            throw new FileNotFoundException(
                    file + " is in no jar; add org.jcuda:*-natives:" + VERSION + " with classifier linux-x86_64");
        }
        byte[] content;
        try (InputStream in = source.openStream()) {
            content = in.readAllBytes();
        }
        Path folder = CacheFolder.get("natives").resolve("jcuda-" + VERSION);
        try {
            unpack(content, folder, file);
            return folder;
        } catch (IOException e) {
            // A home that cannot be written to: a folder for this process alone.
            Path own = Files.createTempDirectory(
                    "jgrad-jcuda", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            unpack(content, own, file);
            return own;
        }
    }

    /** A folder of {@code java.library.path} with the file, which JCuda looks into first; null where there is none. */
    private static @Nullable Path unpacked(String file) {
        for (String folder : System.getProperty("java.library.path", "").split(File.pathSeparator)) {
            if (!folder.isBlank() && Files.isRegularFile(Path.of(folder, file))) {
                return Path.of(folder);
            }
        }
        return null;
    }

    private static void unpack(byte[] content, Path folder, String file) throws IOException {
        Path target = folder.resolve(file);
        Files.createDirectories(folder);
        if (Files.isRegularFile(target) && Files.size(target) == content.length) {
            return;
        }
        Path temporary = Files.createTempFile(folder, file, ".part");
        try {
            Files.write(temporary, content);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
