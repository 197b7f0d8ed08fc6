package dev.jgrad.cuda.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.api.Cuda;
import dev.jgrad.cuda.graph.CudaGraph;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Graphs beside eager steps and other threads. */
@CudaTest
class GraphsOnCudaTest {
    private static final Device CUDA = Device.cuda(0);

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
    void replaysDoWhatEagerStepsDoRandomNumbersAndRatesIncluded() {
        GraphNet eager = new GraphNet();
        double[] losses = new double[8];
        for (int i = 0; i < 8; i++) {
            eager.batch(Math.max(0, i - 2));
            eager.step();
            losses[i] = eager.loss.item();
        }
        Tensor after = Tensors.rand(5);

        Generator.manualSeed(7);
        GraphNet net = new GraphNet();
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

    /** A view has the elements of its base brought into row-major order, elsewhere than the graph knows. */
    @Test
    void aResultThatMovesEndsTheGraphAndIsRight() {
        Tensor x = Tensors.rand(2, 8, 5, 5).to(DType.BFLOAT16);
        Tensor w = Tensors.rand(8, 8, 3, 3).to(DType.BFLOAT16);
        Tensor[] y = new Tensor[1];
        try (CudaGraph graph = CudaGraph.capture(() -> y[0] = Functional.conv2d(x, w, null))) {
            assertTrue(graph.isRecorded(), graph::obstacle);
            graph.replay();
            double before = y[0].select(0, 0).toFloat().sum().item();
            w.neg_();
            graph.replay();
            assertEquals(-before, y[0].select(0, 0).toFloat().sum().item(), 1e-6 * Math.abs(before));
            assertFalse(graph.isRecorded());
            assertTrue(graph.obstacle().contains("another order"), graph::obstacle);
        }
    }

    /** The same for an input that is written afterwards. */
    @Test
    void anInputThatMovesEndsTheGraphAndIsReadWhereItIs() {
        Tensor w = Tensors.rand(8, 8, 1, 1).to(DType.BFLOAT16);
        Tensor x = Functional.conv2d(Tensors.rand(2, 8, 5, 5).to(DType.BFLOAT16), w, null);
        Tensor sum = Tensors.zeros(1);
        try (CudaGraph graph = CudaGraph.capture(() -> sum.copy_(x.toFloat().sum()))) {
            assertTrue(graph.isRecorded(), graph::obstacle);
            x.select(0, 1).fill_(0);
            x.select(0, 0).fill_(2);
            graph.replay();
            assertEquals(2 * 8 * 25, sum.item());
        }
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
                readers.add(CudaUnderTest.start(() -> weights.mul(2).toDoubleArray()));
                try {
                    CudaUnderTest.start(() -> {
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
                CudaUnderTest.start(() -> x.fill_(value)).get();
                graph.replay();
                expected += value;
                FutureTask<double[]> read = CudaUnderTest.start(() -> sum.mul(2).toDoubleArray());
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
            CudaUnderTest.start(() -> sum.clone()).get();
            for (int i = 4; i < 7; i++) {
                graph.replay();
                Tensor copy = CudaUnderTest.start(() -> sum.clone()).get();
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
}
