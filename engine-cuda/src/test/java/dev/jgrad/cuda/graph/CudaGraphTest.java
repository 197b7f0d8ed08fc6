package dev.jgrad.cuda.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.api.Cuda;
import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.DeviceException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.OptimizerSteps;
import dev.jgrad.tensor.StepNumbers;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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

    /** A little net with dropout, trained by hand; what it needs for a step, and its results. */
    private static final class Net {
        final Tensor x = Tensors.zeros(4, 6);
        final Tensor w = Tensors.full(TensorOptions.DEFAULT, 0.1, 6, 5).requiresGrad_();
        final Tensor v = Tensors.full(TensorOptions.DEFAULT, 0.2, 5, 1).requiresGrad_();
        final Tensor buffer = Tensors.zeros(6, 5);
        Tensor loss = Tensors.zeros(1);
        int steps;

        void step() {
            w.setGrad(null);
            v.setGrad(null);
            Tensor h = Functional.dropout(x.matmul(w).relu(), 0.4, true);
            loss = h.matmul(v).square().mean();
            loss.backward();
            Devices.outsideRecording(CUDA, () -> {
                steps++;
                try (Guard _ = Grad.disabled()) {
                    OptimizerSteps.sgd_(
                            w, w.grad(), buffer, steps == 1, StepNumbers.fixed(0.1 / steps, 0.9, 0, 0), false, false);
                    v.add_(v.grad(), -0.05 / steps);
                }
            });
        }

        void batch(int i) {
            double[] values = new double[24];
            for (int k = 0; k < 24; k++) {
                values[k] = Math.sin(k + 7 * i);
            }
            try (Guard _ = Grad.disabled()) {
                x.copy_(Tensors.tensor(TensorOptions.dtype(DType.FLOAT32), values, 4, 6));
            }
        }
    }

    @Test
    void replaysDoWhatEagerStepsDoRandomNumbersAndRatesIncluded() {
        Net eager = new Net();
        double[] losses = new double[8];
        for (int i = 0; i < 8; i++) {
            eager.batch(Math.max(0, i - 2));
            eager.step();
            losses[i] = eager.loss.item();
        }
        Tensor after = Tensors.rand(5);

        Generator.manualSeed(7);
        Net net = new Net();
        net.batch(0);
        try (CudaGraph graph = CudaGraph.capture(net::step)) {
            assertTrue(graph.isRecorded(), graph::obstacle);
            assertEquals(losses[2], net.loss.item());
            for (int i = 3; i < 8; i++) {
                net.batch(i - 2);
                graph.replay();
                assertEquals(losses[i], net.loss.item(), "step " + i);
            }
            assertArrayEquals(eager.w.detach().toDoubleArray(), net.w.detach().toDoubleArray());
            assertArrayEquals(eager.buffer.toDoubleArray(), net.buffer.toDoubleArray());
            assertEquals(8, net.steps);
            assertArrayEquals(after.toDoubleArray(), Tensors.rand(5).toDoubleArray(), "the generator has gone on");
        }
    }

    @Test
    void aReplayNeedsAFewCallsAndNoMemory() {
        Net net = new Net();
        net.batch(0);
        try (CudaGraph graph = CudaGraph.capture(net::step)) {
            graph.replay();
            cuda.reset();
            graph.replay();
            Map<String, Long> calls = cuda.calls();
            assertEquals(2, calls.get("cuGraphLaunch"), calls::toString);
            assertEquals(0, calls.getOrDefault("cuMemAlloc", 0L), calls::toString);
            // The optimizer's part runs outside: a fused step and an addition.
            assertTrue(calls.getOrDefault("cuLaunchKernel", 0L) <= 2, calls::toString);
        }
    }

    private static <T> FutureTask<T> inAnotherThread(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(() -> {
            try (Guard _ = Devices.use(CUDA)) {
                return work.call();
            }
        });
        Thread.ofPlatform().start(task);
        return task;
    }

    /** Events must not lead from one thread's capture into another one's stream, nor the other way. */
    @Test
    void otherThreadsMayWorkWhileAStepIsRecorded() throws Exception {
        Tensor weights = Tensors.full(TensorOptions.DEFAULT, 3, 4);
        Tensor sum = Tensors.zeros(4);
        List<FutureTask<double[]>> readers = new ArrayList<>();
        List<Tensor> made = new ArrayList<>();
        int[] runs = new int[1];
        try (CudaGraph graph = CudaGraph.capture(() -> {
            if (++runs[0] == 3) {
                readers.add(inAnotherThread(() -> weights.mul(2).toDoubleArray()));
                try {
                    inAnotherThread(() -> {
                                Cuda.synchronize(CUDA);
                                return made.add(Tensors.ones(4).add(1));
                            })
                            .get();
                    // Until the reader waits for this capture, or has wrongly marked it.
                    Thread.sleep(100);
                } catch (InterruptedException | ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            }
            sum.add_(weights);
            made.forEach(sum::add_);
        })) {
            assertTrue(graph.isRecorded(), graph::obstacle);
            assertArrayEquals(new double[] {6, 6, 6, 6}, readers.getFirst().get());
            graph.replay();
            assertArrayEquals(new double[] {16, 16, 16, 16}, sum.toDoubleArray());
        }
    }

    /** Another thread fills the input of each replay and reads its result: nobody but us can put events between them. */
    @Test
    void replaysWaitForOtherThreadsAndOtherThreadsForReplays() throws Exception {
        Tensor x = Tensors.zeros(100);
        Tensor sum = Tensors.zeros(100);
        double expected = 0;
        try (CudaGraph graph = CudaGraph.capture(() -> sum.add_(x))) {
            assertTrue(graph.isRecorded(), graph::obstacle);
            for (int i = 1; i < 5; i++) {
                double value = i;
                inAnotherThread(() -> x.fill_(value)).get();
                graph.replay();
                expected += value;
                FutureTask<double[]> read = inAnotherThread(() -> sum.mul(2).toDoubleArray());
                assertEquals(2 * expected, read.get()[99]);
            }
        }
    }

    /** The copy that another thread has begun is of the result before the next replay. */
    @Test
    void aReplayDoesNotOverwriteWhatAnotherThreadStillReads() throws Exception {
        Tensor sum = Tensors.zeros(100);
        try (CudaGraph graph = CudaGraph.capture(() -> sum.add_(1))) {
            assertTrue(graph.isRecorded(), graph::obstacle);
            inAnotherThread(() -> sum.clone()).get();
            for (int i = 4; i < 7; i++) {
                graph.replay();
                Tensor copy = inAnotherThread(() -> sum.clone()).get();
                graph.replay();
                Cuda.synchronize(CUDA);
                assertEquals(2 * i - 4, copy.select(0, 99).item());
            }
        }
    }

    @Test
    void aStepThatReadsAValueRunsWithoutAGraphAndSaysWhy() {
        Tensor x = Tensors.ones(3);
        int[] runs = new int[1];
        try (CudaGraph graph = CudaGraph.capture(() -> {
            runs[0]++;
            if (x.add_(1).sum().item() > 1000) {
                throw new IllegalStateException();
            }
        })) {
            assertFalse(graph.isRecorded());
            assertTrue(graph.obstacle().contains("a value was read"), graph::obstacle);
            graph.replay();
            // Twice to warm up, once recorded up to the value, once replayed.
            assertEquals(4, runs[0]);
            assertEquals(5, x.select(0, 0).item());
        }
    }

    @Test
    void dataOfTheHostWouldBeFrozenAndAreRefused() {
        Tensor x = Tensors.ones(3);
        try (CudaGraph graph = CudaGraph.capture(() -> x.add_(Tensors.tensor(1.0, 2.0, 3.0)))) {
            assertFalse(graph.isRecorded());
            assertTrue(graph.obstacle().contains("data of the host"), graph::obstacle);
            graph.replay();
            assertArrayEquals(new double[] {5, 9, 13}, x.toDoubleArray());
        }
    }

    @Test
    void aMistakeInTheStepIsTheCallersAndLeavesTheDeviceUsable() {
        Tensor x = Tensors.ones(3);
        Tensor wrong = Tensors.zeros(4);
        int[] runs = new int[1];
        assertThrows(
                ShapeException.class,
                () -> CudaGraph.capture(() -> {
                    if (++runs[0] == 3) {
                        x.add_(wrong);
                    }
                }));
        assertEquals(3, x.sum().item());
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
