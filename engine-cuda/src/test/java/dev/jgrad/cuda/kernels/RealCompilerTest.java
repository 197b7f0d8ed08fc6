package dev.jgrad.cuda.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jgrad.cuda.sim.OtherJvm;
import dev.jgrad.data.DType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where NVIDIA's compilers are, nvcc and NVRTC, they take every kernel source: by default for the oldest architecture and a few types, with
 * {@code -Djgrad.test.nvcc=all} for all types, down to machine code for each architecture.
 */
class RealCompilerTest {
    private static final List<DType> FEW = List.of(DType.FLOAT16, DType.INT32);
    private static final List<String> ARCHITECTURES = List.of("75", "80", "90", "100");
    private static final Path SOURCES = Path.of("src/main/resources/dev/jgrad/cuda/kernels");

    private static boolean isThere() {
        try {
            Process p = new ProcessBuilder("nvcc", "--version")
                    .redirectErrorStream(true)
                    .start();
            p.getInputStream().readAllBytes();
            return p.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What the compiler says, empty when it is content. */
    private static String compile(KernelUnits.Unit unit, boolean all, Path out) {
        List<String> command = new ArrayList<>(List.of("nvcc", "-std=c++17"));
        if (all) {
            command.add("-fatbin");
            ARCHITECTURES.forEach(a -> command.add("-gencode=arch=compute_" + a + ",code=sm_" + a));
        } else {
            command.addAll(List.of("-ptx", "-arch=compute_" + ARCHITECTURES.getFirst()));
        }
        unit.defines().forEach(define -> command.add("-D" + define));
        command.addAll(
                List.of("-o", out.toString(), SOURCES.resolve(unit.source()).toString()));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            // What is preloaded into this JVM (AddressSanitizer) is not for the compiler.
            builder.environment().remove("LD_PRELOAD");
            Process p = builder.start();
            try (InputStream log = p.getInputStream()) {
                String text = new String(log.readAllBytes(), StandardCharsets.UTF_8);
                return p.waitFor() == 0 ? "" : unit + "\n" + text;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Test
    void everySourceCompiles(@TempDir Path folder) {
        assumeTrue(isThere(), "nvcc is not here");
        boolean all = System.getProperty("jgrad.test.nvcc", "").equals("all");
        List<KernelUnits.Unit> units = KernelUnits.of(all ? Arrays.asList(DType.values()) : FEW);
        List<String> errors = IntStream.range(0, units.size())
                .parallel()
                .mapToObj(i -> compile(units.get(i), all, folder.resolve("out" + i)))
                .filter(log -> !log.isEmpty())
                .toList();
        assertEquals(List.of(), errors);
    }

    /** Not nvcc but the library that the engine calls, by the same calls. */
    @Test
    void nvrtcTakesEverySource() throws Exception {
        String all = System.getProperty("jgrad.test.nvcc", "");
        List<String> answers = OtherJvm.run(NvrtcAnswers.class, "-Djgrad.test.nvcc=" + all);
        assumeTrue(answers.size() > 1, () -> "NVRTC is not here: " + answers);
        assertTrue(answers.getFirst().startsWith("nvrtc-"), answers::getFirst);
        assertEquals(
                List.of(),
                answers.stream()
                        .skip(1)
                        .filter(line -> !line.startsWith("cubin sm_") && !line.startsWith("ptx compute_"))
                        .toList());
    }

    @Test
    void everySourceIsTried() throws IOException {
        Set<String> tried = KernelUnits.of(Arrays.asList(DType.values())).stream()
                .map(KernelUnits.Unit::source)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".cu"))
                    .forEach(there::add);
        }
        there.removeAll(tried);
        assertTrue(there.isEmpty(), () -> "sources that no test compiles: " + there);
    }
}
