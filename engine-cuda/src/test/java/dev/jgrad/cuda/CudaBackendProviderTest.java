package dev.jgrad.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.spi.BackendProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

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
            if (arguments.length > 1) {
                SimulatedCuda.prepare().fail(arguments[0], 1, Integer.parseInt(arguments[1]));
                SimulatedCuda.prepare().set("devices", Long.parseLong(arguments[2]));
                SimulatedCuda.prepare().set("version", Long.parseLong(arguments[3]));
            } else if (arguments.length == 1) {
                System.setProperty("jgrad.cuda.path", arguments[0]);
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
                // What the user's cache has of CUDA is not to be found.
                "-Djgrad.cache=" + Path.of("target", "probes").toAbsolutePath(),
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
        List<String> lines = probe("none", "0", "2", "12060").lines().toList();
        assertEquals(3, lines.size(), lines::toString);
        assertEquals("cuda:0: Simulated CUDA device, compute capability 9.0, 8.0 GiB", lines.getFirst());
        assertTrue(lines.get(1).startsWith("cuda:1: "), lines::toString);
        assertTrue(lines.get(2).startsWith("driver for CUDA 12.6, NVRTC 12.6, cuBLAS 12."), lines::toString);
    }

    @Test
    @ExtendWith(OnSimulatedCuda.class)
    void aDriverThatDoesNotStartIsASentence() throws Exception {
        assertTrue(probe("cuInit", "100", "1", "12060").startsWith("the NVIDIA driver is installed but sees no GPU"));
        assertTrue(probe("cuInit", "803", "1", "12060").contains("restart the machine"));
        assertTrue(probe("cuInit", "802", "1", "12060").contains("nvidia-fabricmanager"));
        assertTrue(probe("cuInit", "999", "1", "12060").contains("CUDA_ERROR_UNKNOWN"));
        assertTrue(probe("none", "0", "0", "12060").contains("sees no GPU"));
        assertEquals(
                "the NVIDIA driver supports CUDA up to 11.8, and jgrad needs 12.0: update the driver to 525 or newer",
                probe("none", "0", "1", "11080"));
    }

    /** A folder with some of the simulated libraries, and empty files of other names. */
    private static String folder(Path target, List<String> libraries, String... others) throws IOException {
        SimulatedCuda.get();
        Path all = Path.of(System.getProperty("jgrad.cuda.path"));
        for (String library : libraries) {
            Files.createSymbolicLink(target.resolve(library), all.resolve(library));
        }
        for (String other : others) {
            Files.createFile(target.resolve(other));
        }
        return target.toString();
    }

    @Test
    @ExtendWith(OnSimulatedCuda.class)
    void aDriverAloneNeedsCuda12(@TempDir Path place) throws Exception {
        String text = probe(folder(place, List.of("libcuda.so.1")));
        assertTrue(
                text.startsWith("CUDA cannot be used: libnvrtc.so.12 is neither where the loader looks nor in "), text);
        assertTrue(text.contains("The NVIDIA driver is here; what is missing comes with CUDA 12 and cuDNN 9"), text);
        assertTrue(text.contains("apt install cuda-nvrtc-12-6 libcublas-12-6 libcudnn9-cuda-12"), text);
        assertTrue(text.contains("pip install nvidia-cuda-nvrtc-cu12 nvidia-cublas-cu12 nvidia-cudnn-cu12"), text);
    }

    @Test
    @ExtendWith(OnSimulatedCuda.class)
    void whereCuda13IsTheSentenceSaysThatCuda12MayBeBesideIt(@TempDir Path place) throws Exception {
        String text = probe(folder(place, List.of("libcuda.so.1"), "libnvrtc.so.13", "libcublas.so.13"));
        assertTrue(text.contains("CUDA 13 is here (" + place.resolve("libnvrtc.so.13") + ")"), text);
        assertTrue(text.contains("may be installed beside it: apt install cuda-nvrtc-12-6"), text);
    }

    @Test
    @ExtendWith(OnSimulatedCuda.class)
    void withoutCudnnThereIsADeviceAndASentence(@TempDir Path place) throws Exception {
        List<String> most = List.of("libcuda.so.1", "libnvrtc.so.12", "libcublas.so.12");
        List<String> lines = probe(folder(place, most)).lines().toList();
        assertEquals(3, lines.size(), lines::toString);
        assertTrue(lines.getFirst().startsWith("cuda:0: Simulated"), lines::toString);
        assertTrue(lines.get(1).endsWith("cuBLAS 12.6.0"), lines::toString);
        assertTrue(lines.get(2).startsWith("cuDNN cannot be used: libcudnn.so.9 is neither"), lines::toString);
        assertTrue(lines.get(2).contains("kernels of our own meanwhile, which are slow"), lines::toString);
        assertTrue(lines.get(2).contains("apt install libcudnn9-cuda-12 "), lines::toString);
    }

    @Test
    @ExtendWith(OnSimulatedCuda.class)
    void anOlderCudnnIsNamed(@TempDir Path place) throws Exception {
        List<String> most = List.of("libcuda.so.1", "libnvrtc.so.12", "libcublas.so.12");
        String text = probe(folder(place, most, "libcudnn.so.8"));
        assertTrue(text.contains("cuDNN 8 is here (" + place.resolve("libcudnn.so.8")), text);
        assertTrue(text.contains("linked to cuDNN 9"), text);
    }
}
