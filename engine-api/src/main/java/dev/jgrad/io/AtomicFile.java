package dev.jgrad.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/** Replaces a file as a whole or not at all: written beside it, forced to the disk, then renamed over it. */
final class AtomicFile {
    /** Writes the content. */
    interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Writes a file.
     *
     * @throws CheckpointException when that fails; an older file of that name is as it was
     */
    static void write(Path path, Content content) {
        Path temporary = null;
        try {
            // Through a symbolic link, as every other program would; replacing the link itself would surprise.
            Path target = Files.isSymbolicLink(path) ? path.toRealPath() : path.toAbsolutePath();
            Path name = target.getFileName();
            if (name == null || Files.isDirectory(target)) {
                throw new CheckpointException(path + " is a folder; name a file in it to save to");
            }
            temporary = target.resolveSibling("." + name + "."
                    + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            move(temporary, target);
            temporary = null;
            forceFolder(target);
        } catch (NoSuchFileException e) {
            throw new CheckpointException("cannot save " + path + ": there is no such folder; create it first", e);
        } catch (FileAlreadyExistsException e) {
            throw new CheckpointException("cannot save " + path + ": " + e.getFile() + " is in the way", e);
        } catch (IOException e) {
            throw new CheckpointException(
                    "cannot save " + path + ": " + reason(e)
                            + ". A file of that name from before is untouched; free space or choose another folder.",
                    e);
        } finally {
            remove(temporary);
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.toString() : e instanceof java.nio.file.FileSystemException ? e.toString() : message;
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Makes the rename itself durable; where folders cannot be opened (Windows) there is nothing to do. */
    private static void forceFolder(Path target) {
        Path folder = target.getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The content is safe; only a crash in this very moment could bring the old name back.
            return;
        }
    }

    private static void remove(@org.jspecify.annotations.Nullable Path temporary) {
        if (temporary == null) {
            return;
        }
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The reason why writing failed is on its way to the caller and matters more than this file.
            return;
        }
    }
}
