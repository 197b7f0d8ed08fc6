package dev.jgrad.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write, the JDK reads; what is not stored plainly is refused. */
class ZipDirectoryTest {
    @TempDir
    Path folder;

    private Path write(String... names) {
        Path file = folder.resolve("file.zip");
        AtomicFile.write(file, channel -> {
            ZipWriter zip = new ZipWriter(channel);
            for (String name : names) {
                zip.add(name, ("content of " + name).getBytes(StandardCharsets.UTF_8));
            }
            zip.finish();
        });
        return file;
    }

    private static Map<String, ZipDirectory.Record> read(Path file) {
        return MappedFile.read(file, f -> ZipDirectory.read(f).records());
    }

    private static void refused(String why, Path file) {
        var e = assertThrows(CheckpointException.class, () -> read(file));
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    @Test
    void writtenRecordsAreAlignedAndReadable() throws IOException {
        Path file = write("a/data.pkl", "a/data/0", "a/\u00fcmlaut");
        byte[] all = Files.readAllBytes(file);
        try (ZipFile jdk = new ZipFile(file.toFile())) {
            Map<String, ZipDirectory.Record> records = read(file);
            assertEquals(jdk.size(), records.size());
            for (ZipDirectory.Record record : records.values()) {
                byte[] content = jdk.getInputStream(jdk.getEntry(record.name())).readAllBytes();
                assertEquals("content of " + record.name(), new String(content, StandardCharsets.UTF_8));
                assertEquals(0, record.start() % ZipWriter.ALIGNMENT);
                int start = (int) record.start();
                assertArrayEquals(content, java.util.Arrays.copyOfRange(all, start, start + (int) record.length()));
            }
        }
    }

    @Test
    void theSameValuesGiveTheSameBytes() throws IOException {
        byte[] first = Files.readAllBytes(write("a", "b"));
        assertArrayEquals(first, Files.readAllBytes(write("a", "b")));
    }

    @Test
    void compressedRecordsAreRefused() throws IOException {
        Path file = folder.resolve("compressed.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("a/data.pkl"));
            zip.write(new byte[100_000]);
        }
        refused("compressed", file);
    }

    @Test
    void twoOfAName() {
        refused("two records 'a'", write("a", "b", "a"));
    }

    /** Many records over one range would make a small file a large value. */
    @Test
    void overlapsAreRefused() throws IOException {
        Path file = write("a", "b");
        byte[] bytes = Files.readAllBytes(file);
        int second = lastIndexOf(bytes, "PK\u0001\u0002");
        for (int i = 0; i < 4; i++) {
            bytes[second + 42 + i] = 0;
        }
        Files.write(file, bytes);
        refused("overlap", file);
    }

    private static int lastIndexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(text);
    }

    @Test
    void anEndThatIsNone() throws IOException {
        Path file = write("a");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length + 1));
        refused("not complete", file);
        bytes[lastIndexOf(bytes, "PK\u0006\u0006") + 48] += 1;
        Files.write(file, bytes);
        assertThrows(CheckpointException.class, () -> read(file));
    }
}
