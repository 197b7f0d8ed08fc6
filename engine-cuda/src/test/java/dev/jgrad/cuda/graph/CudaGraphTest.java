package dev.jgrad.cuda.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.Device;
import dev.jgrad.data.DeviceException;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a graph asks of the driver, and what becomes of it when the driver says no. */
@ExtendWith(OnSimulatedCuda.class)
class CudaGraphTest {
    private static final Device CUDA = Device.cuda(0);

    private final SimulatedCuda cuda = SimulatedCuda.get();
    private Guard device = Devices.use(CUDA);

    @BeforeEach
    void seed() {
        Generator.manualSeed(7);
    }

    @AfterEach
    void leaveTheDevice() {
        device.close();
    }

    @Test
    void aDriverThatRefusesToRecordMakesTheStepEager() {
        for (String call :
                List.of("cuStreamBeginCapture", "cuStreamEndCapture", "cuGraphInstantiate", "cuGraphLaunch")) {
            Tensor x = Tensors.zeros(3);
            cuda.fail(call, 1, 801);
            try (CudaGraph graph = CudaGraph.capture(() -> x.add_(1))) {
                assertFalse(graph.isRecorded(), call);
                graph.replay();
            }
            assertEquals(4, x.select(0, 0).item(), call);
        }
    }

    /** cuBLAS and cuDNN do not say whether they were refused something or the device is lost. */
    @Test
    void aLibraryThatFailsInsideOfACaptureMakesTheStepEager() {
        Tensor x = Tensors.zeros(3, 3);
        int[] runs = new int[1];
        try (CudaGraph graph = CudaGraph.capture(() -> {
            if (++runs[0] == 3) {
                cuda.fail("cublasGemmEx", 1, 1);
            }
            x.add_(x.matmul(x).add(1));
        })) {
            assertFalse(graph.isRecorded());
            assertTrue(graph.obstacle().contains("CUBLAS_STATUS_EXECUTION_FAILED"), graph::obstacle);
            // 0, 1, 5 and 81.
            assertEquals(81, x.select(0, 0).select(0, 0).item());
        }
    }

    @Test
    void closedGraphsLeaveNothing() {
        Map<String, Long> before = cuda.alive();
        Tensor x = Tensors.zeros(1000);
        CudaGraph graph = CudaGraph.capture(() -> x.add_(x.mul(2).add(1)));
        assertTrue(graph.isRecorded(), graph::obstacle);
        assertTrue(cuda.alive().get("graphExecs") == 1);
        graph.close();
        graph.close();
        assertThrows(DeviceException.class, graph::replay);
        assertEquals(before.get("graphExecs"), cuda.alive().get("graphExecs"));
        assertEquals(before.get("graphs"), cuda.alive().get("graphs"));
        assertThrows(DeviceException.class, () -> CudaGraph.capture(Device.CPU, 1, () -> {}));
    }
}
