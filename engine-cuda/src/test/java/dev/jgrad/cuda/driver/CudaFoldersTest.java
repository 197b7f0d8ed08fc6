package dev.jgrad.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaFoldersTest {
    private final Optional<String> path = Optional.ofNullable(System.getProperty("jgrad.cuda.path"));
    private final Optional<String> cache = Optional.ofNullable(System.getProperty("jgrad.cache"));

    @AfterEach
    void asBefore() {
        path.ifPresentOrElse(
                p -> System.setProperty("jgrad.cuda.path", p), () -> System.clearProperty("jgrad.cuda.path"));
        cache.ifPresentOrElse(c -> System.setProperty("jgrad.cache", c), () -> System.clearProperty("jgrad.cache"));
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }

    /** The profile cuda-redist of the POM and this class have to name the same folder. */
    @Test
    void looksWhereTheProfileUnpacks() throws IOException {
        assumeTrue(System.getenv("XDG_CACHE_HOME") == null, "the profile knows the home folder only");
        String profile = between(Files.readString(Path.of("pom.xml")), "<id>cuda-redist</id>", "</profile>");
        String unpacked = between(profile, "<outputDirectory>", "</outputDirectory>")
                .replace("${user.home}", System.getProperty("user.home"));
        String inside = between(profile, "<includes>", "/*.so*</includes>");
        System.clearProperty("jgrad.cache");
        assertEquals(Path.of(unpacked, inside), CudaFolders.unpacked());
    }

    @Test
    void whatIsNamedComesFirstThenWhatWasUnpacked(@TempDir Path place) throws IOException {
        System.setProperty("jgrad.cuda.path", place.resolve("a") + ":" + place.resolve("b"));
        System.setProperty("jgrad.cache", place.toString());
        assertEquals(place.resolve("a"), CudaFolders.all().get(0));
        assertEquals(place.resolve("b"), CudaFolders.all().get(1));
        assertTrue(CudaFolders.all().stream().noneMatch(folder -> folder.equals(CudaFolders.unpacked())));
        Files.createDirectories(CudaFolders.unpacked());
        assertEquals(CudaFolders.unpacked(), CudaFolders.all().get(2));
        Files.createFile(CudaFolders.unpacked().resolve("libcudnn.so.9"));
        assertEquals(Optional.of(CudaFolders.unpacked().resolve("libcudnn.so.9")), CudaFolders.find("libcudnn.so.9"));
    }

    /** NVRTC opens its second half by a name that has the minor version in it. */
    @Test
    void whatLiesBesideALibraryIsFoundByTheBeginningOfItsName(@TempDir Path place) throws IOException {
        System.setProperty("jgrad.cuda.path", place.toString());
        for (String file : List.of("libnvrtc.so.12", "libnvrtc-builtins.so.12.6", "libnvrtc-builtins.alt.so.12.6")) {
            Files.createFile(place.resolve(file));
        }
        assertEquals(
                List.of(place.resolve("libnvrtc-builtins.so.12.6")),
                CudaFolders.beside("libnvrtc.so.12", "libnvrtc-builtins.so"));
        assertEquals(List.of(), CudaFolders.beside("libnothing.so.1", "libnvrtc"));
    }
}
