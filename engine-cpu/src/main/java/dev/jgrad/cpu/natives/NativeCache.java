package dev.jgrad.cpu.natives;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Unpacks libraries into a folder of the user, once per content. The folder's name contains a checksum of all that
 * belongs into it; a file appears under its name only when it is complete and its checksum was right, so any number of
 * JVMs may unpack at the same time.
 */
final class NativeCache {
    private NativeCache() {}

    /** Folders to try, best first: the user's cache, then the temporary folder. */
    static List<Path> roots() {
        List<Path> roots = new ArrayList<>();
        String named = System.getProperty("jgrad.cache");
        if (named != null) {
            roots.add(Path.of(named, "natives"));
        }
        String home = System.getProperty("user.home", "");
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String xdg = System.getenv("XDG_CACHE_HOME");
        String local = System.getenv("LOCALAPPDATA");
        if (xdg != null && Path.of(xdg).isAbsolute()) {
            roots.add(Path.of(xdg, "jgrad", "natives"));
        } else if (os.startsWith("windows") && local != null) {
            roots.add(Path.of(local, "jgrad", "natives"));
        } else if (Path.of(home).isAbsolute()) {
            Path caches = os.startsWith("mac") ? Path.of(home, "Library", "Caches") : Path.of(home, ".cache");
            roots.add(caches.resolve("jgrad").resolve("natives"));
        }
        String user = System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9_.-]", "_");
        roots.add(Path.of(System.getProperty("java.io.tmpdir", "."), "jgrad-natives-" + user));
        return roots;
    }

    /** The folder under {@code root} that holds the files of the bundle, unpacked now where something was missing. */
    static Path unpack(Path root, NativeBundle bundle, List<NativeSource> sources) throws IOException {
        Path folder = prepare(root).resolve(bundle.artifact() + "-" + bundle.classifier() + "-" + key(sources));
        Files.createDirectories(folder);
        for (NativeSource source : sources) {
            Path file = folder.resolve(source.file());
            if (!Files.isRegularFile(file) || Files.size(file) != source.size()) {
                unpack(source, file);
            }
        }
        return folder;
    }

    private static Path prepare(Path root) throws IOException {
        boolean posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(root.toAbsolutePath().getParent());
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            if (posix) {
                createPrivate(root);
            } else {
                Files.createDirectories(root);
            }
        }
        // In a folder that everybody may write to somebody else could have put a library for us to load.
        if (posix && root.startsWith(Path.of(System.getProperty("java.io.tmpdir", ".")))) {
            Path probe = Files.createTempFile("jgrad", ".probe");
            boolean ours = Files.getOwner(root, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe));
            Files.delete(probe);
            if (!ours || Files.isSymbolicLink(root)) {
                throw new IOException(root + " belongs to somebody else");
            }
        }
        return root;
    }

    private static void createPrivate(Path root) throws IOException {
        try {
            Files.createDirectory(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            // Another JVM was faster.
        }
    }

    private static String key(List<NativeSource> sources) {
        CRC32 sum = new CRC32();
        for (NativeSource s : sources) {
            sum.update((s.file() + ":" + s.size() + ":" + s.crc() + ";").getBytes(StandardCharsets.UTF_8));
        }
        return Long.toHexString(sum.getValue());
    }

    private static void unpack(NativeSource source, Path file) throws IOException {
        Path temporary = Files.createTempFile(file.getParent(), source.file(), ".part");
        try {
            CRC32 sum = new CRC32();
            long size = 0;
            try (InputStream in = source.open();
                    OutputStream out = Files.newOutputStream(temporary)) {
                byte[] chunk = new byte[1 << 16];
                for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                    sum.update(chunk, 0, n);
                    out.write(chunk, 0, n);
                    size += n;
                }
            }
            if (size != source.size() || source.crc() != -1 && sum.getValue() != source.crc()) {
                throw new IOException(source.url() + " is damaged: " + size + " bytes with checksum "
                        + Long.toHexString(sum.getValue()));
            }
            move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
