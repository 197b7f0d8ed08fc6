package dev.jgrad.nn.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.nn.vision.FileServer.Mood;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WeightsDownloadTest {
    @TempDir
    Path folder;

    private byte[] content;
    private String name;
    private FileServer server;
    private WeightsCache cache;

    @BeforeEach
    void start() throws Exception {
        content = new byte[200_000];
        new Random(1).nextBytes(content);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        name = "resnet18-" + hash.substring(0, 8) + ".pth";
        server = new FileServer(content);
        cache = cache(server.uri());
    }

    private WeightsCache cache(URI uri) {
        return new WeightsCache(uri, folder.resolve("own"), List.of(folder.resolve("torch")), Duration.ofMillis(1500));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void assertWhole(Path file) throws IOException {
        assertEquals(folder.resolve("own").resolve(name), file);
        assertArrayEquals(content, Files.readAllBytes(file));
        try (var files = Files.list(folder.resolve("own"))) {
            assertEquals(List.of(file), files.toList(), "nothing is left beside it");
        }
    }

    private void leavePart(byte[] bytes) throws IOException {
        Files.createDirectories(folder.resolve("own"));
        Files.write(folder.resolve("own").resolve(name + ".part"), bytes);
    }

    @Test
    void downloadsOnce() throws IOException {
        assertWhole(cache.get(name));
        server.close();
        assertWhole(cache.get(name));
        assertEquals(List.of("all"), server.requests());
    }

    @Test
    void isPatientWithASlowServer() throws IOException {
        server.mood = Mood.SLOW;
        assertWhole(cache.get(name));
    }

    @Test
    void goesOnWhereTheConnectionBroke() throws Exception {
        server.mood = Mood.BREAKS_OFF;
        var e = assertThrows(DownloadException.class, () -> cache.get(name));
        assertTrue(server.requests().size() > 1, "it tries more than once");
        assertTrue(e.getMessage().contains("could not be downloaded"), e.getMessage());
        assertFalse(Files.exists(folder.resolve("own").resolve(name)), "no half file under the real name");
        long have = Files.size(folder.resolve("own").resolve(name + ".part"));
        assertTrue(have > content.length / 2 && have < content.length, () -> have + " bytes were kept");
        server.mood = Mood.GOOD;
        assertWhole(cache.get(name));
        assertEquals("bytes=" + have + "-", server.requests().getLast());
    }

    @Test
    void goesOnAfterSilence() throws Exception {
        server.mood = Mood.FALLS_SILENT;
        var waker = Thread.ofVirtual().start(() -> {
            while (server.requests().isEmpty()) {
                Thread.onSpinWait();
            }
            server.mood = Mood.GOOD;
        });
        assertWhole(cache.get(name));
        waker.join();
        assertEquals(2, server.requests().size());
    }

    @Test
    void startsAgainWhereRangesAreIgnored() throws IOException {
        leavePart(Arrays.copyOf(content, 70_000));
        server.mood = Mood.IGNORES_RANGE;
        assertWhole(cache.get(name));
    }

    @Test
    void startsAgainWhenThePartBelongsToAnotherFile() throws IOException {
        leavePart(new byte[70_000]);
        assertWhole(cache.get(name));
        assertEquals(List.of("bytes=70000-", "all"), server.requests());
        Files.delete(folder.resolve("own").resolve(name));
        leavePart(new byte[300_000]);
        assertWhole(cache.get(name));
    }

    @Test
    void finishesAPartThatIsWhole() throws IOException {
        leavePart(content);
        assertWhole(cache.get(name));
    }

    @Test
    void followsRedirects() throws IOException {
        server.mood = Mood.REDIRECTS;
        assertWhole(cache.get(name));
    }

    @Test
    void refusesAWrongHash() {
        var e = assertThrows(DownloadException.class, () -> cache.get("resnet18-00000000.pth"));
        assertTrue(e.getMessage().contains("its SHA-256 does not begin with 00000000"), e.getMessage());
        assertFalse(Files.exists(folder.resolve("own/resnet18-00000000.pth")));
    }

    @Test
    void reportsWhatTheServerAnswers() {
        server.mood = Mood.NOT_FOUND;
        var e = assertThrows(DownloadException.class, () -> cache.get(name));
        assertTrue(e.getMessage().contains("answers 404"), e.getMessage());
        assertEquals(1, server.requests().size());
    }

    @Test
    void saysHowToDoWithoutANetwork() {
        var e = assertThrows(
                DownloadException.class,
                () -> cache(URI.create("http://localhost:9/models/")).get(name));
        assertEquals(
                name + " could not be downloaded (there is no connection to localhost), so download"
                        + " http://localhost:9/models/" + name + " on a machine with a network and put it into "
                        + folder.resolve("own"),
                e.getMessage());
    }

    @Test
    void acceptsFilesPlacedByHand() throws IOException {
        server.close();
        Path torch = Files.createDirectories(folder.resolve("torch")).resolve(name);
        Files.write(torch, content);
        assertEquals(torch, cache.get(name));
        Path own = Files.createDirectories(folder.resolve("own")).resolve(name);
        Files.write(own, content);
        assertEquals(own, cache.get(name));
        Files.write(own, new byte[9]);
        var e = assertThrows(DownloadException.class, () -> cache.get(name));
        assertTrue(e.getMessage().startsWith(own + " is not what its name promises"), e.getMessage());
    }

    @Test
    void severalThreadsDownloadOnce() throws Exception {
        server.mood = Mood.SLOW;
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                threads.submit(() -> cache.get(name));
            }
        }
        assertWhole(cache.get(name));
        assertEquals(List.of("all"), server.requests());
    }

    @Test
    void knowsWhatIsPublished() {
        var e = assertThrows(dev.jgrad.data.ArgumentException.class, () -> Weights.DEFAULT.locate("alexnet", cache));
        assertEquals(
                "no weights are published for 'alexnet'; there are some for resnet18, resnet34, resnet50",
                e.getMessage());
        assertThrows(
                dev.jgrad.data.JgradException.class,
                () -> Weights.of("no/such.pth").locate("resnet18", cache));
    }
}
