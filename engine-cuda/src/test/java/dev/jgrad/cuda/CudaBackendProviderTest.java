package dev.jgrad.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.spi.BackendProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a probe says; each in a JVM of its own, since a JVM probes once. */
class CudaBackendProviderTest {
    /** Prints what the provider that the service loader finds says. */
    public static final class Probe {
        public static void main(String[] arguments) {
            var provider = ServiceLoader.load(BackendProvider.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(candidate -> candidate.deviceType().equals("cuda"))
                    .findFirst()
                    .orElseThrow();
            if (arguments.length > 0) {
                SimulatedCuda.prepare().fail(arguments[0], 1, Integer.parseInt(arguments[1]));
                SimulatedCuda.prepare().set("devices", Long.parseLong(arguments[2]));
            }
            switch (provider.probe()) {
                case BackendProvider.Available found -> found.description().forEach(System.out::println);
                case BackendProvider.Unavailable none -> System.out.println(none.reason());
            }
        }
    }

    private static String probe(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djgrad.cuda.path=/nowhere",
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), text);
        return text;
    }

    @Test
    void withoutCudaSaysWhichLibraryIsMissingWhereAndWhatToInstall() throws Exception {
        String text = probe();
        assertEquals(1, text.lines().count(), text);
        if (!text.startsWith("cuda:0")) {
            assertTrue(text.contains(".so") || text.contains("GPU"), text);
            assertTrue(text.contains("/nowhere") || text.contains("GPU"), text);
            assertTrue(text.contains("nstall"), text);
        }
    }

    @Test
    @ExtendWith(OnSimulatedCuda.class)
    void describesEveryDeviceAndTheLibraries() throws Exception {
        List<String> lines = probe("none", "0", "2").lines().toList();
        assertEquals(3, lines.size(), lines::toString);
        assertEquals("cuda:0: Simulated CUDA device, compute capability 9.0, 8.0 GiB", lines.getFirst());
        assertTrue(lines.get(1).startsWith("cuda:1: "), lines::toString);
        assertTrue(lines.get(2).startsWith("driver for CUDA 12.6, NVRTC 12.6, cuBLAS 12."), lines::toString);
    }

    @Test
    @ExtendWith(OnSimulatedCuda.class)
    void aDriverThatDoesNotStartIsASentence() throws Exception {
        assertTrue(probe("cuInit", "100", "1").startsWith("the NVIDIA driver is installed but sees no GPU"));
        assertTrue(probe("cuInit", "803", "1").contains("restart the machine"));
        assertTrue(probe("cuInit", "999", "1").contains("CUDA_ERROR_UNKNOWN"));
        assertTrue(probe("none", "0", "0").contains("sees no GPU"));
    }
}
