package dev.jgrad.it.checkpoints;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.io.Checkpoint;
import dev.jgrad.io.CheckpointException;
import dev.jgrad.io.Safetensors;
import dev.jgrad.it.conformance.Conformance;
import dev.jgrad.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every file of the shared suite loads with the values PyTorch has, or is refused. */
class CheckpointGoldenTest {
    @TempDir
    Path temporary;

    @TestFactory
    Stream<DynamicTest> everyFileAsPyTorchReadsIt() {
        Path folder = Conformance.folder("checkpoints");
        Map<String, Tensor> tensors = Safetensors.load(folder.resolve("expected.safetensors"));
        List<JsonNode> lines = Conformance.lines(folder.resolve("expected.jsonl"));
        return lines.stream().map(line -> {
            String file = line.get("file").textValue();
            Golden golden = new Golden(tensors, !file.endsWith(".safetensors"));
            return dynamicTest(
                    file + ": " + line.get("what").textValue(), () -> check(folder.resolve(file), line, golden));
        });
    }

    private void check(Path file, JsonNode line, Golden golden) {
        switch (line.get("expect").textValue()) {
            case "load" -> {
                Object value = Checkpoint.load(file);
                golden.check(line.get("value"), value, "");
                Golden.checkSharing(line.path("shared_storage"), value);
                again(value, line, golden);
            }
            case "refuse" -> refuse(file);
            case "load_or_refuse" -> {
                Object value;
                try {
                    value = Checkpoint.load(file);
                } catch (CheckpointException refused) {
                    return; // as PyTorch's restricted loader does
                }
                golden.check(line.get("value"), value, "");
            }
            default -> throw new IllegalArgumentException(line.toString());
        }
        assertFalse(Files.exists(Path.of("GOLDEN_PWNED")), "code of the file was run");
    }

    private static void refuse(Path file) {
        var thrown = assertThrowsExactly(CheckpointException.class, () -> Checkpoint.load(file));
        assertTrue(thrown.getMessage().contains(file.getFileName().toString()), thrown.getMessage());
    }

    /** What was loaded, saved and loaded. */
    private void again(Object value, JsonNode line, Golden golden) {
        Path copy = temporary.resolve("copy");
        Checkpoint.save(value, copy);
        Object reloaded = Checkpoint.load(copy);
        golden.check(line.get("value"), reloaded, "saved");
        Golden.checkSharing(line.path("shared_storage"), reloaded);
    }

    @AfterAll
    static void nothingRan() {
        assertFalse(Files.exists(Path.of("GOLDEN_PWNED")));
    }
}
