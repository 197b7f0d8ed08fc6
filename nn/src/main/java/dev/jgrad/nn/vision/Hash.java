package dev.jgrad.nn.vision;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares a file with the beginning of the SHA-256 that its name ends in. */
final class Hash {
    private static final Pattern PROMISE = Pattern.compile("-([0-9a-f]{8,})\\.[a-z]+$");

    private Hash() {}

    /** The hexadecimal digits in a file name; empty where there are none. */
    static String promised(String name) {
        Matcher matcher = PROMISE.matcher(name);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** True when the file has the content that its name promises. */
    static boolean matches(Path file) {
        return of(file).startsWith(promised(file.getFileName().toString()));
    }

    /** The SHA-256 of a file. */
    static String of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[1 << 16];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                digest.update(block, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new DownloadException(file + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
