package dev.jgrad.it.checkpoints;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.DType;
import dev.jgrad.data.Shape;
import dev.jgrad.io.Checkpoint;
import dev.jgrad.io.CheckpointException;
import dev.jgrad.io.Safetensors;
import dev.jgrad.io.StateDictFile;
import dev.jgrad.io.Tuple;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files that PyTorch wrote, and what we write ourselves. */
class CheckpointTest {
    @TempDir
    Path folder;

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(CheckpointTest.class.getResource("/checkpoints/" + name).toURI());
    }

    private static Map<?, ?> map(Object value) {
        return assertInstanceOf(LinkedHashMap.class, value);
    }

    @Test
    void trainingCheckpoint() throws URISyntaxException {
        Map<?, ?> all = map(Checkpoint.load(resource("training.pth")));
        assertEquals(3L, all.get("epoch"));
        assertEquals(0.875, all.get("acc"));
        Map<?, ?> model = map(all.get("model"));
        Tensor weight = (Tensor) model.get("weight");
        Tensor tied = (Tensor) model.get("tied");
        assertEquals("tensor([[0.0000, 0.2500, 0.5000],\n        [0.7500, 1.0000, 1.2500]])", weight.toString());
        assertTrue(weight.sharesStorageWith(tied));
        weight.fill_(1);
        assertEquals(6, tied.sum().item());
        Map<?, ?> optimizer = map(all.get("optimizer"));
        Map<?, ?> state = map(map(optimizer.get("state")).get(0L));
        assertEquals(1, ((Tensor) state.get("step")).item());
        Map<?, ?> group = map(((List<?>) optimizer.get("param_groups")).getFirst());
        assertEquals(Tuple.of(0.9, 0.999), group.get("betas"));
        assertTrue(group.containsKey("fused") && group.get("fused") == null);
        Tensor parameter = (Tensor) all.get("parameter");
        assertTrue(parameter.requiresGrad() && parameter.isLeaf());
        parameter.detach_();
    }

    @Test
    void stateDictsOfEitherKind() throws URISyntaxException {
        assertEquals(List.of("weight", "bias", "tied", "count"), names("legacy.pth"));
        assertEquals(List.of("weight", "bias", "tied", "count"), names("training.pth"));
        assertEquals(3, names("small.safetensors").size());
    }

    private static List<String> names(String file) throws URISyntaxException {
        return List.copyOf(Checkpoint.loadStateDict(resource(file)).keySet());
    }

    @Test
    void contentDecidesNotTheName() throws Exception {
        Path misnamed = folder.resolve("really.pth");
        Files.copy(resource("small.safetensors"), misnamed);
        assertEquals(3, Checkpoint.loadStateDict(misnamed).size());
    }

    @Test
    void codeIsRefused() throws URISyntaxException {
        Path evil = resource("evil.pth");
        var e = assertThrows(CheckpointException.class, () -> Checkpoint.load(evil));
        assertTrue(e.getMessage().contains("posix.system"), e.getMessage());
        assertFalse(Files.exists(Path.of("GOLDEN_PWNED")));
    }

    @Test
    void safetensorsOneByOne() throws URISyntaxException {
        Tensor weight;
        Safetensors closed;
        try (Safetensors file = Safetensors.open(resource("small.safetensors"))) {
            closed = file;
            assertEquals(Map.of("format", "pt"), file.metadata());
            assertEquals(DType.FLOAT16, file.dtype("half"));
            assertEquals(Shape.of(2, 3), file.shape("half"));
            weight = file.tensor("weight");
            var e = assertThrows(CheckpointException.class, () -> file.tensor("nothing"));
            assertTrue(e.getMessage().contains("'nothing'"), e.getMessage());
        }
        assertEquals(3.75, weight.sum().item());
        assertThrows(CheckpointException.class, () -> closed.tensor("weight"));
    }

    @Test
    void stateDictsOneByOne() throws URISyntaxException {
        for (String name : List.of("training.pth", "legacy.pth", "small.safetensors")) {
            try (StateDictFile file = StateDictFile.open(resource(name))) {
                assertEquals(Checkpoint.loadStateDict(resource(name)).keySet(), file.names());
                assertEquals(Shape.of(2, 3), file.shape("weight"));
                assertEquals(DType.FLOAT32, file.dtype("weight"));
                assertEquals(3.75, file.tensor("weight").sum().item());
                assertThrows(CheckpointException.class, () -> file.tensor("nothing"));
                assertThrows(CheckpointException.class, () -> file.shape("nothing"));
            }
        }
        Path evil = resource("evil.pth");
        assertThrows(CheckpointException.class, () -> StateDictFile.open(evil));
    }

    @Test
    void viewsAreSavedSmall() throws IOException {
        Tensor large = Tensors.zeros(1000, 1000);
        Path file = folder.resolve("view.pth");
        Checkpoint.save(
                Map.of(
                        "row",
                        large.select(0, 3),
                        "column",
                        Tensors.ones(500, 500).select(1, 2)),
                file);
        assertTrue(Files.size(file) < 10_000, Files.size(file) + " bytes");
        assertEquals(500, Checkpoint.loadStateDict(file).get("column").sum().item());
    }

    @Test
    void overlappingViewsShareAgain() {
        Tensor base = Tensors.arange(100);
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("a", base.narrow(0, 50, 20));
        value.put("b", base.narrow(0, 60, 20));
        value.put("nothing", base.narrow(0, 0, 0));
        Path file = folder.resolve("shared.pth");
        Checkpoint.save(value, file);
        Map<String, Tensor> back = Checkpoint.loadStateDict(file);
        back.get("a").select(0, 10).fill_(-1);
        assertEquals(-1, back.get("b").select(0, 0).itemLong());
        assertEquals(79, back.get("b").select(0, 19).itemLong());
        assertEquals(0, back.get("nothing").numel());
    }

    @Test
    void largerThanOnePiece() {
        Tensor large = Tensors.arange(3_000_000);
        Path pth = folder.resolve("large.pth");
        Path safetensors = folder.resolve("large.safetensors");
        Checkpoint.save(large, pth);
        Safetensors.save(Map.of("large", large.view(1500, 2000).transpose(0, 1)), safetensors);
        assertArrayEquals(Golden.bytes(large), Golden.bytes((Tensor) Checkpoint.load(pth)));
        assertArrayEquals(
                Golden.bytes(large.view(1500, 2000).transpose(0, 1)),
                Golden.bytes(Safetensors.load(safetensors).get("large")));
    }

    @Test
    void truthValuesFromAFileAreZeroOrOne() throws IOException {
        Path file = folder.resolve("flags.safetensors");
        Safetensors.save(Map.of("f", Tensors.zeros(TensorOptions.dtype(DType.BOOL), 2)), file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] = 77;
        Files.write(file, bytes);
        assertArrayEquals(new byte[] {0, 1}, Golden.bytes(Safetensors.load(file).get("f")));
    }

    @Test
    void whatCannotBeSaved() {
        Path file = folder.resolve("no.pth");
        var e = assertThrows(
                CheckpointException.class, () -> Checkpoint.save(Map.of("a", List.of(1, new StringBuilder())), file));
        assertTrue(e.getMessage().contains("[a][1] is a java.lang.StringBuilder"), e.getMessage());
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        endless.add(endless);
        assertThrows(CheckpointException.class, () -> Checkpoint.save(endless, file));
        assertThrows(CheckpointException.class, () -> Safetensors.save(Map.of("__metadata__", Tensors.ones(1)), file));
        assertFalse(Files.exists(file));
    }

    @Test
    void otherThingsThanStateDicts() {
        Path file = folder.resolve("other.pth");
        Checkpoint.save(Map.of("lr", 0.1), file);
        var e = assertThrows(CheckpointException.class, () -> Checkpoint.loadStateDict(file));
        assertTrue(e.getMessage().contains("a map with the keys lr"), e.getMessage());
        Checkpoint.save(null, file);
        assertThrows(CheckpointException.class, () -> Checkpoint.loadStateDict(file));
    }

    @Test
    void thingsPeopleTakeForCheckpoints() throws IOException {
        assertRefused("<!DOCTYPE html><html>", "web page");
        assertRefused("version https://git-lfs.github.com/spec/v1\noid sha256:", "git lfs pull");
        assertRefused("", "empty");
        assertRefused("hello", "neither");
    }

    private void assertRefused(String content, String why) throws IOException {
        Path file = Files.writeString(folder.resolve("some.pth"), content);
        var e = assertThrows(CheckpointException.class, () -> Checkpoint.load(file));
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }
}
