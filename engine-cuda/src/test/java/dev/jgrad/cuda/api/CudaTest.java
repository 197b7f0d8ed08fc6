package dev.jgrad.cuda.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.graph.CudaGraph;
import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Device;
import dev.jgrad.data.DeviceException;
import dev.jgrad.memory.OutOfMemoryException;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSimulatedCuda.class)
class CudaTest {
    private static final Device GPU = Device.cuda(0);

    private final SimulatedCuda cuda = SimulatedCuda.get();

    @Test
    void namesAndCountsDevices() {
        assertTrue(Cuda.isAvailable());
        assertEquals(1, Cuda.deviceCount());
        assertEquals("Simulated CUDA device", Cuda.deviceName(GPU));
        assertThrows(DeviceException.class, () -> Cuda.deviceName(Device.CPU));
        assertThrows(DeviceException.class, () -> Cuda.memoryStats(Device.cuda(1)));
    }

    @Test
    void tellsWhatIsInUseAndGivesTheRestBack() {
        try (Guard _ = Devices.use(GPU)) {
            Cuda.resetPeakMemoryStats(GPU);
            long before = Cuda.memoryStats(GPU).allocated();
            Tensor x = Tensors.zeros(1 << 20);
            CudaMemoryStats with = Cuda.memoryStats(GPU);
            assertTrue(with.allocated() >= before + x.numel() * 4, with::toString);
            assertTrue(with.peakAllocated() >= with.allocated(), with::toString);
            Cuda.synchronize(GPU);
            assertTrue(cuda.calls("cuStreamSynchronize") > 0);
            Cuda.emptyCache(GPU);
            CudaMemoryStats left = Cuda.memoryStats(GPU);
            assertTrue(left.reserved() >= left.allocated() && left.reserved() <= with.reserved(), left::toString);
        }
    }

    @Test
    void limitsMemory() {
        assertThrows(ArgumentException.class, () -> Cuda.setMemoryLimit(GPU, 0));
        try (Guard _ = Devices.use(GPU)) {
            // More than the limit itself, since a collection may give back whatever other tests have left.
            long limit = Cuda.memoryStats(GPU).allocated() + (1 << 20);
            Cuda.setMemoryLimit(GPU, limit);
            assertThrows(OutOfMemoryException.class, () -> Tensors.zeros(limit / 4 + 1));
        } finally {
            Cuda.setMemoryLimit(GPU, Long.MAX_VALUE);
        }
    }

    @Test
    void waitingEndsARecording() {
        try (Guard _ = Devices.use(GPU)) {
            Tensor x = Tensors.zeros(3);
            try (CudaGraph graph = CudaGraph.capture(() -> {
                x.add_(1);
                Cuda.synchronize(GPU);
            })) {
                assertFalse(graph.isRecorded());
                graph.replay();
                assertEquals(12, x.sum().item());
            }
        }
    }
}
