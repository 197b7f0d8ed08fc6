package dev.jgrad.it.checkpoints;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.jgrad.data.DType;
import dev.jgrad.io.Checkpoint;
import dev.jgrad.io.Safetensors;
import dev.jgrad.io.Tuple;
import dev.jgrad.it.conformance.Conformance;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * No damage to a file does more than make it unreadable. {@code -Djgrad.fuzz.rounds} asks for more random changes, {@code
 * -Djgrad.fuzz.seed} for others; what fails prints both.
 */
class DamagedFilesTest {
    private static final int ROUNDS = Integer.getInteger("jgrad.fuzz.rounds", 400);
    private static final long SEED = Long.getLong("jgrad.fuzz.seed", 20260101);

    @TempDir
    Path temporary;

    @TestFactory
    Stream<DynamicTest> filesOfPyTorch() throws IOException {
        Path folder = Conformance.folder("checkpoints");
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().matches(".*\\.(pth|safetensors)"))
                    .filter(file -> !file.endsWith("expected.safetensors"))
                    .sorted()
                    .toList();
        }
        return files.stream()
                .map(file -> dynamicTest(file.getFileName().toString(), () -> {
                    Damage damage = new Damage(Files.readAllBytes(file), temporary.resolve("damaged"));
                    damage.truncations();
                    if (Files.size(file) > 0) {
                        damage.flips(SEED, ROUNDS);
                    }
                }));
    }

    @Test
    void ownPth() throws IOException {
        Path file = temporary.resolve("own.pth");
        Checkpoint.save(sample(), file);
        Damage damage = new Damage(Files.readAllBytes(file), temporary.resolve("damaged"));
        damage.truncations();
        damage.flips(SEED, ROUNDS);
    }

    @Test
    void ownSafetensors() throws IOException {
        Path file = temporary.resolve("own.safetensors");
        Safetensors.save(
                Map.of("a", Tensors.arange(12).view(3, 4), "b", Tensors.ones(2, 2)), file, Map.of("format", "pt"));
        Damage damage = new Damage(Files.readAllBytes(file), temporary.resolve("damaged"));
        damage.truncations();
        damage.flips(SEED, ROUNDS);
    }

    private static Map<String, Object> sample() {
        Tensor base = Tensors.arange(24).view(2, 3, 4);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("base", base);
        out.put("part", base.select(0, 1));
        out.put("values", Arrays.asList(1L, -2.5, null, true, "text", Tuple.of(0.9, 0.999), new byte[] {1, -1}));
        out.put("dtype", DType.BFLOAT16);
        out.put("state", Map.of(0L, Map.of("step", Tensors.scalar(3.0))));
        return out;
    }
}
