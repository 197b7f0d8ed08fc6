package dev.jgrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.DType;
import dev.jgrad.io.Checkpoint;
import dev.jgrad.nn.layer.BatchNorm1d;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDictTest {
    @Test
    void sharesMemoryAndLoadsElsewhere() {
        TwoLayers a = new TwoLayers();
        TwoLayers b = new TwoLayers();
        Map<String, Tensor> state = a.stateDict();
        assertTrue(state.get("hidden.weight").sharesStorageWith(a.getParameter("hidden.weight")));
        assertEquals("<All keys matched successfully>", b.loadStateDict(state).toString());
        Tensor x = Tensors.randn(2, 3);
        assertTrue(a.call(x).equal(b.call(x)));
        assertTrue(b.getParameter("hidden.weight").requiresGrad());
    }

    @Test
    void allThatDoesNotFitIsListed() {
        TwoLayers net = new TwoLayers();
        double[] before = net.getParameter("hidden.weight").detach().toDoubleArray();
        Map<String, Tensor> state = new LinkedHashMap<>(new TwoLayers().stateDict());
        state.remove("output.bias");
        state.put("hidden.bias", Tensors.zeros(5));
        state.put("extra", Tensors.zeros(1));
        state.put("more", Tensors.zeros(1));
        StateDictException e = assertThrows(StateDictException.class, () -> net.loadStateDict(state));
        assertEquals(
                "Error(s) in loading state_dict for TwoLayers:\n"
                        + "\tMissing key(s) in state_dict: \"output.bias\". \n"
                        + "\tUnexpected key(s) in state_dict: \"extra\", \"more\". \n"
                        + "\tsize mismatch for hidden.bias: copying a param with shape torch.Size([5]) from checkpoint,"
                        + " the shape in current model is torch.Size([4]).",
                e.getMessage());
        assertArrayEquals(before, net.getParameter("hidden.weight").detach().toDoubleArray());
    }

    @Test
    void withoutStrictNamesAreReported() {
        TwoLayers net = new TwoLayers();
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("output.bias", Tensors.full(new long[] {2}, 7));
        state.put("extra", Tensors.zeros(1));
        IncompatibleKeys keys = net.loadStateDict(state, false);
        assertEquals(List.of("hidden.weight", "hidden.bias", "output.weight"), keys.missingKeys());
        assertEquals(List.of("extra"), keys.unexpectedKeys());
        assertArrayEquals(
                new double[] {7, 7}, net.getParameter("output.bias").detach().toDoubleArray());
        assertThrows(StateDictException.class, () -> net.loadStateDict(Map.of("output.bias", Tensors.zeros(9)), false));
    }

    @Test
    void valuesAreConverted() {
        Linear net = new Linear(1, 1);
        net.loadStateDict(Map.of(
                "weight",
                Tensors.full(new long[] {1, 1}, 2).toDouble(),
                "bias",
                Tensors.zeros(1).toDouble()));
        assertEquals(DType.FLOAT32, net.weight().dtype());
        assertEquals(2, net.weight().detach().item());
    }

    @Test
    void oldStatesOfBatchNormDoNotCount() {
        BatchNorm1d norm = new BatchNorm1d(2);
        Map<String, Tensor> state = new LinkedHashMap<>(norm.stateDict());
        assertEquals(
                List.of("weight", "bias", "running_mean", "running_var", "num_batches_tracked"),
                List.copyOf(state.keySet()));
        state.remove("num_batches_tracked");
        assertTrue(norm.loadStateDict(state).isEmpty());
    }

    private static final class WithTransient extends Module {
        final Tensor kept = registerBuffer("kept", Tensors.ones(1));
        final Tensor lost = registerTransientBuffer("lost", Tensors.ones(1));
    }

    @Test
    void transientBuffersAreNoState() {
        WithTransient net = new WithTransient();
        assertEquals(List.of("kept"), List.copyOf(net.stateDict().keySet()));
        assertEquals(List.of("kept", "lost"), List.copyOf(net.namedBuffers().keySet()));
        net.to(DType.FLOAT64);
        assertEquals(DType.FLOAT64, net.lost.dtype());
        assertEquals(DType.FLOAT64, net.kept.dtype());
    }

    @Test
    void goesThroughAFile(@TempDir Path folder) {
        Sequential net = new Sequential(new Linear(2, 3), new BatchNorm1d(3));
        Path file = folder.resolve("net.pth");
        Checkpoint.save(net.stateDict(), file);
        Sequential other = new Sequential(new Linear(2, 3), new BatchNorm1d(3));
        other.loadStateDict(Checkpoint.loadStateDict(file));
        net.eval();
        other.eval();
        Tensor x = Tensors.randn(4, 2);
        assertTrue(net.call(x).equal(other.call(x)));
    }
}
