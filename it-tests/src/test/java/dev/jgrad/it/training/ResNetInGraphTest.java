package dev.jgrad.it.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Autocast;
import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.graph.CudaGraph;
import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.it.gpu.ReducedResNet;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.nn.optim.StepLR;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Scope;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whole training steps of a narrow ResNet-18 on the simulated CUDA, eager and as a graph: the same weights, running
 * statistics and losses to the last bit, and how often the driver and the libraries are called.
 */
@ExtendWith(OnSimulatedCuda.class)
class ResNetInGraphTest {
    private static final int STEPS = 6;

    private final SimulatedCuda cuda = SimulatedCuda.get();
    private Guard device = new Guard(() -> {});

    @BeforeEach
    void useTheDevice() {
        device = Devices.use(Device.cuda(0));
    }

    @AfterEach
    void leaveTheDevice() {
        device.close();
    }

    /** A net with what trains it. */
    private final class Training {
        final Tensor x;
        final Tensor y = Tensors.arange(4).remainder(3);
        final Module net;
        final SGD optimizer;
        final StepLR schedule;
        final Supplier<Guard> precision;
        final List<double[]> results = new ArrayList<>();
        Map<String, Long> calls = Map.of();
        Tensor loss;

        Training(Supplier<Guard> precision) {
            Generator.manualSeed(3);
            net = ReducedResNet.of(4, 3);
            x = Tensors.randn(4, 3, 32, 32);
            optimizer = new SGD(
                    net.parameters(), SGD.Options.lr(0.05).withMomentum(0.9).withWeightDecay(1e-4));
            schedule = new StepLR(optimizer, 2, 0.5);
            loss = x;
            this.precision = precision;
        }

        void step() {
            optimizer.zeroGrad();
            try (Guard _ = precision.get()) {
                loss = Functional.crossEntropy(net.call(x), y);
            }
            loss.backward();
            optimizer.step();
        }

        /** A step that gives its memory back at once, so that the number of allocations is not the collector's choice. */
        void scopedStep() {
            try (Scope _ = Scope.open()) {
                step();
                Scope.exempt(loss);
            }
        }

        /** The steps after the first three, with a schedule and other images each time. */
        void train(Runnable once) {
            for (int i = 3; i < STEPS; i++) {
                x.mul_(0.9);
                cuda.reset();
                once.run();
                calls = new TreeMap<>(cuda.calls());
                schedule.step();
                results.add(new double[] {loss.item()});
            }
            net.stateDict().values().forEach(t -> results.add(t.detach().toDoubleArray()));
        }
    }

    private static long sum(Map<String, Long> calls) {
        return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    private void compare(Supplier<Guard> precision, long launches, long together) {
        Training eager = new Training(precision);
        for (int i = 0; i < 3; i++) {
            eager.scopedStep();
        }
        eager.train(eager::scopedStep);
        Training recorded = new Training(precision);
        try (CudaGraph graph = CudaGraph.capture(recorded::step)) {
            assertTrue(graph.isRecorded(), graph::obstacle);
            recorded.train(graph::replay);
        }
        assertEquals(eager.results.size(), recorded.results.size());
        for (int i = 0; i < eager.results.size(); i++) {
            assertArrayEquals(eager.results.get(i), recorded.results.get(i), "result " + i);
        }
        Map<String, Long> all = eager.calls;
        assertTrue(all.get("cuLaunchKernel") <= launches, all::toString);
        assertTrue(sum(all) <= together, all::toString);
        assertEquals(20, all.get("cudnnBatchNormalizationForwardTrainingEx"), all::toString);
        assertEquals(20, all.get("cudnnBatchNormalizationBackwardEx"), all::toString);
        for (String waits : new String[] {"cuMemAlloc", "cuMemFree", "cuStreamSynchronize", "cuCtxSynchronize"}) {
            assertEquals(0, all.getOrDefault(waits, 0L), all::toString);
        }
        // The graph, and the copy of its numbers with the event that says when the host's side of it is free again.
        assertEquals(1, recorded.calls.get("cuGraphLaunch"), recorded.calls::toString);
        assertEquals(0, recorded.calls.getOrDefault("cuLaunchKernel", 0L), recorded.calls::toString);
        assertTrue(sum(recorded.calls) <= 6, recorded.calls::toString);
    }

    @Test
    void float32() {
        compare(() -> new Guard(() -> {}), 98, 204);
    }

    /** 21 weights, 21 of their gradients and some vectors are cast; nothing is copied from order to order. */
    @Test
    void bfloat16() {
        compare(() -> Autocast.of("cuda", DType.BFLOAT16), 147, 253);
    }
}
