package dev.jgrad.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is replaced as a whole or not at all, and nothing stays behind. */
class AtomicFileTest {
    @TempDir
    Path folder;

    private static AtomicFile.Content text(String text) {
        return channel -> channel.write(ByteBuffer.wrap(text.getBytes()));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void replaces() throws IOException {
        Path file = folder.resolve("file");
        AtomicFile.write(file, text("one"));
        AtomicFile.write(file, text("two"));
        assertEquals("two", Files.readString(file));
        assertEquals(List.of("file"), names());
    }

    @Test
    void aFullDiskLeavesTheOldFile() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(file, "good");
        var e = assertThrows(
                CheckpointException.class,
                () -> AtomicFile.write(file, channel -> {
                    text("half").writeTo(channel);
                    throw new IOException("No space left on device");
                }));
        assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        assertEquals("good", Files.readString(file));
        assertEquals(List.of("file"), names());
    }

    @Test
    void anErrorOfTheWriterLeavesNothing() throws IOException {
        assertThrows(
                IllegalStateException.class,
                () -> AtomicFile.write(folder.resolve("file"), channel -> {
                    throw new IllegalStateException();
                }));
        assertEquals(List.of(), names());
    }

    @Test
    void placesThatCannotBeWrittenTo() {
        for (Path place : List.of(folder, folder.resolve("missing/file"), Path.of("/"))) {
            var e = assertThrows(CheckpointException.class, () -> AtomicFile.write(place, text("x")));
            assertTrue(e.getMessage().contains("folder"), e.getMessage());
        }
    }

    @Test
    void writesThroughLinks() throws IOException {
        Path target = folder.resolve("target");
        Files.writeString(target, "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        AtomicFile.write(link, text("new"));
        assertEquals("new", Files.readString(target));
        assertTrue(Files.isSymbolicLink(link));
    }
}
