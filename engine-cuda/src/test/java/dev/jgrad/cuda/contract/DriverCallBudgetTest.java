package dev.jgrad.cuda.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Scope;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How often operations and a training step call the driver, once everything is compiled and cached. */
@ExtendWith(OnSimulatedCuda.class)
class DriverCallBudgetTest {
    private static final Device CUDA = Device.cuda(0);

    private final SimulatedCuda cuda = SimulatedCuda.get();
    private final Guard device = Devices.use(CUDA);

    @AfterEach
    void leaveTheDevice() {
        device.close();
    }

    /**
     * Scopes give memory back between the runs: without them the collector decides whether a run has to ask for more. So it does
     * about gradients that somebody has seen, for which there is room before.
     */
    private Map<String, Long> calls(Runnable work) {
        try (Scope _ = Scope.open()) {
            for (int i = 0; i < 64; i++) {
                Tensors.empty(1 << 14);
            }
            Tensors.empty(1 << 21);
        }
        // How far the device is decides whether locked memory is there or made: here it is done.
        cuda.set("lag", 0);
        try {
            for (int run = 0; run < 3; run++) {
                cuda.reset();
                try (Scope _ = Scope.open()) {
                    work.run();
                }
            }
            return new TreeMap<>(cuda.calls());
        } finally {
            cuda.set("lag", 1);
        }
    }

    /** Launches of our own kernels, and all calls together. */
    private void assertBudget(String what, long launches, long all, Runnable work) {
        Map<String, Long> calls = calls(work);
        long sum = calls.values().stream().mapToLong(Long::longValue).sum();
        String told = what + ": " + calls;
        assertTrue(calls.getOrDefault("cuLaunchKernel", 0L) <= launches, told);
        assertTrue(sum <= all, told);
    }

    @Test
    void oneOperationIsOneCall() {
        Tensor x = Tensors.ones(10);
        Tensor y = Tensors.ones(10);
        Tensor m = Tensors.ones(8, 6);
        assertBudget("add", 1, 1, () -> x.add(y));
        assertBudget("add of a number", 1, 1, () -> x.add(2));
        assertBudget("add in place", 1, 1, () -> x.mul_(y));
        assertBudget("transposed copy", 1, 1, () -> m.transpose(0, 1).contiguous());
        assertBudget("sum", 1, 1, x::sum);
        assertBudget("sum over a dimension", 1, 1, () -> m.sum(0));
        assertBudget("softmax", 1, 1, () -> m.softmax(1));
        assertBudget("relu", 1, 1, x::relu);
        assertBudget("zeros", 1, 1, () -> Tensors.zeros(100));
        assertBudget("a view", 0, 0, () -> m.transpose(0, 1).select(0, 1));
        assertBudget("item", 0, 2, () -> x.select(0, 0).item());
        // A copy, its mark, a look at an earlier one, a conversion; nothing is made that does not stay.
        assertBudget("data of the host", 1, 5, () -> Tensors.tensor(1.0, 2.0));
    }

    @Test
    void aLossIsAHandfulOfCalls() {
        Tensor x = Tensors.ones(8, 6).requiresGrad_();
        Tensor classes = Tensors.arange(8).remainder(6);
        assertBudget("forward", 2, 2, () -> Functional.crossEntropy(x, classes));
        assertBudget("and backward", 5, 5, () -> {
            Functional.crossEntropy(x, classes).backward();
            x.setGrad(null);
        });
    }

    /** The mark of a hand-over is one event for ever. */
    @Test
    void aTensorOfAnotherThreadIsTwoCalls() throws InterruptedException {
        Tensor[] made = new Tensor[1];
        Tensor y = Tensors.ones(10);
        Runnable hand = () -> {
            Thread other = Thread.ofPlatform().start(() -> {
                try (Guard _ = Devices.use(CUDA)) {
                    made[0] = Tensors.ones(10);
                }
            });
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            y.add(made[0]);
        };
        Map<String, Long> calls = calls(hand);
        assertTrue(calls.getOrDefault("cuStreamWaitEvent", 0L) >= 1, calls::toString);
        assertTrue(calls.getOrDefault("cuEventCreate", 0L) == 0, calls::toString);
        assertTrue(calls.getOrDefault("cuEventDestroy", 0L) == 0, calls::toString);
    }

    @Test
    void nothingWaitsAndNothingIsAllocatedInATrainingStep() {
        ResidualNet net = new ResidualNet(4, 10, 5, CUDA);
        Generator.manualSeed(6);
        Tensor images = Tensors.randn(2, 3, 32, 32);
        Tensor classes = Tensors.arange(2);
        Map<String, Long> calls = calls(() -> {
            net.loss(images, classes).backward();
            net.step(0.01);
        });
        for (String waiting :
                new String[] {"cuStreamSynchronize", "cuCtxSynchronize", "cuEventSynchronize", "cuMemFree", "cuMemAlloc"
                }) {
            assertTrue(!calls.containsKey(waiting), calls::toString);
        }
        assertTrue(calls.getOrDefault("cuEventRecord", 0L) <= 4, calls::toString);
        // 17 activations, 8 sums, a pooling, a mean, a bias and a loss forward, as much backward, two for each of 62
        // parameters; cuDNN has the rest, a call for each convolution and each batch norm.
        assertTrue(calls.getOrDefault("cuLaunchKernel", 0L) <= 185, calls::toString);
        long sum = calls.values().stream().mapToLong(Long::longValue).sum();
        assertTrue(sum <= 287, () -> sum + " " + calls);
    }

    @Test
    void aReplayedStepIsAHandfulOfCalls() {
        Tensor x = Tensors.ones(16, 16);
        Tensor w = Tensors.ones(16, 16).requiresGrad_();
        try (var graph = dev.jgrad.cuda.graph.CudaGraph.capture(CUDA, 2, () -> {
            w.setGrad(null);
            Functional.relu(x.matmul(w)).sum().backward();
        })) {
            assertTrue(graph.isRecorded(), graph::obstacle);
            assertBudget("replay", 0, 1, graph::replay);
        }
    }

    @Test
    void aReplayNeedsAFewCallsAndNoMemory() {
        GraphNet net = new GraphNet();
        net.batch(0);
        try (var graph = dev.jgrad.cuda.graph.CudaGraph.capture(net::step)) {
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
}
