package dev.jgrad.cpu.natives;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeCacheTest {
    private static final NativeBundle BUNDLE =
            new NativeBundle("Test", "test", "any", List.of("first", "second"), List.of("second"));

    private final byte[] content = new byte[300_000];

    @TempDir
    private Path folder;

    NativeCacheTest() {
        new Random(1).nextBytes(content);
    }

    private List<NativeSource> sources(long crcError) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        List<NativeSource> sources = new ArrayList<>();
        for (String file : BUNDLE.files()) {
            Path path = Files.write(folder.resolve("source-" + file), content);
            sources.add(new NativeSource(file, path.toUri().toURL(), content.length, sum.getValue() + crcError));
        }
        return sources;
    }

    private void assertUnpacked(Path unpacked) throws IOException {
        for (String file : BUNDLE.files()) {
            assertArrayEquals(content, Files.readAllBytes(unpacked.resolve(file)));
        }
        try (Stream<Path> files = Files.list(unpacked)) {
            assertEquals(2, files.count(), "nothing but the files themselves stays");
        }
    }

    @Test
    void manyUnpackAtTheSameTime() throws Exception {
        List<NativeSource> sources = sources(0);
        Path root = folder.resolve("cache");
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Callable<Path>> tasks = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                tasks.add(() -> NativeCache.unpack(root, BUNDLE, sources));
            }
            for (Future<Path> unpacked : pool.invokeAll(tasks)) {
                assertUnpacked(unpacked.get());
            }
        }
    }

    @Test
    void whatIsDamagedIsReplaced() throws Exception {
        Path root = folder.resolve("cache");
        Path unpacked = NativeCache.unpack(root, BUNDLE, sources(0));
        Files.write(unpacked.resolve("first"), new byte[10]);
        Files.delete(unpacked.resolve("second"));
        assertEquals(unpacked, NativeCache.unpack(root, BUNDLE, sources(0)));
        assertUnpacked(unpacked);
    }

    @Test
    void aWrongChecksumLeavesNothingBehind() throws Exception {
        Path root = folder.resolve("cache");
        List<NativeSource> damaged = sources(1);
        IOException e = assertThrows(IOException.class, () -> NativeCache.unpack(root, BUNDLE, damaged));
        assertTrue(e.getMessage().contains("damaged"), e.getMessage());
        try (Stream<Path> files = Files.walk(root)) {
            assertEquals(0, files.filter(Files::isRegularFile).count());
        }
    }

    @Test
    void otherContentGoesToAnotherFolder() throws Exception {
        Path root = folder.resolve("cache");
        Path first = NativeCache.unpack(root, BUNDLE, sources(0));
        content[0]++;
        Path second = NativeCache.unpack(root, BUNDLE, sources(0));
        assertTrue(!first.equals(second), first + " and " + second);
    }
}
