package dev.jgrad.nn.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reads whole files, unpacked where they are gzip'd, and says in one sentence why one cannot be read. */
final class InputFile {
    private InputFile() {}

    static byte[] read(Path file) {
        try {
            return unpack(Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new DataException(file + " does not exist", e);
        } catch (IOException e) {
            throw new DataException(
                    Files.isDirectory(file)
                            ? file + " is a folder, not a file"
                            : file + " cannot be read: " + e.getMessage(),
                    e);
        } catch (OutOfMemoryError e) {
            throw new DataException(file + " is too large to be read at once; start Java with a larger -Xmx", e);
        }
    }

    /** The bytes themselves, or what they hold when they are gzip'd. */
    static byte[] unpack(byte[] bytes, String name) {
        boolean gzip = bytes.length > 2 && (bytes[0] & 0xFF) == 0x1F && (bytes[1] & 0xFF) == 0x8B;
        if (!gzip) {
            return bytes;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new DataException(
                    name + " is not a whole gzip file (" + e.getMessage() + "); was it cut off in a download?", e);
        }
    }
}
