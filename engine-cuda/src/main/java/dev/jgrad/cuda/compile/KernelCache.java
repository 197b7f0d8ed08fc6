package dev.jgrad.cuda.compile;

import dev.jgrad.cuda.driver.CacheFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compiled kernels on disk. A file's name is a hash of all that went into it; it starts with a checksum of the rest and
 * appears only when it is complete, so that any number of JVMs may share the folder. A damaged file counts as missing. A
 * folder that cannot be written to only costs time.
 */
public final class KernelCache {
    private static final int SUM_BYTES = 32;

    private final Path folder;

    /** A cache in this folder, which is made when first needed. */
    public KernelCache(Path folder) {
        this.folder = folder;
    }

    /** {@code kernels} in the folder for what is kept between runs. */
    public static KernelCache ofUser() {
        return new KernelCache(CacheFolder.get("kernels"));
    }

    static String key(KernelSource source, List<String> options, String compiler) {
        MessageDigest digest = sha256();
        for (String part :
                List.of(source.name(), source.text(), source.headers().toString(), compiler)) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        digest.update(String.join("\0", options).getBytes(StandardCharsets.UTF_8));
        String plain = source.name().replaceAll("[^A-Za-z0-9]", "-");
        return plain + "-" + HexFormat.of().formatHex(digest.digest(), 0, 16) + ".cubin";
    }

    byte @Nullable [] read(String key) {
        try {
            byte[] all = Files.readAllBytes(folder.resolve(key));
            if (all.length <= SUM_BYTES) {
                return null;
            }
            byte[] content = Arrays.copyOfRange(all, SUM_BYTES, all.length);
            boolean whole = Arrays.equals(sha256().digest(content), Arrays.copyOf(all, SUM_BYTES));
            return whole ? content : null;
        } catch (IOException e) {
            return null;
        }
    }

    void write(String key, byte[] content) {
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, key, ".part");
            try {
                byte[] sum = sha256().digest(content);
                Files.write(
                        temporary,
                        ByteBuffer.allocate(SUM_BYTES + content.length)
                                .put(sum)
                                .put(content)
                                .array());
                Files.move(temporary, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            System.getLogger("dev.jgrad.cuda")
                    .log(System.Logger.Level.DEBUG, "cannot keep a compiled kernel in " + folder, e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
