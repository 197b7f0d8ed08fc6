package dev.jgrad.it.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.contract.CudaTest;
import dev.jgrad.cuda.contract.CudaUnderTest;
import dev.jgrad.cuda.graph.CudaGraph;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.nn.layer.BatchNorm1d;
import dev.jgrad.nn.layer.Dropout;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.nn.optim.LRScheduler;
import dev.jgrad.nn.optim.LambdaLR;
import dev.jgrad.nn.optim.Optimizer;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Training with a CUDA graph and without, for every optimizer: the same parameters, buffers and losses to the last bit,
 * with dropout, batch norm and learning rates that change between replays. A replay is one launch of one graph.
 */
@CudaTest
class OptimizersInGraphsTest {
    private static final int STEPS = 8;

    /** Groups part from each other, and a rate is 0 for a step. */
    private static final List<LongToDoubleFunction> FALLING =
            List.of(e -> e == 3 ? 0 : Math.pow(0.5, e / 2), e -> 1.0 / (1 + e));

    /** What training leaves: losses, parameters, buffers. */
    private static List<double[]> train(Function<List<Tensor>, Optimizer> maker, DType dtype, boolean withGraph) {
        Generator.manualSeed(11);
        Sequential net =
                new Sequential(new Linear(6, 16), new BatchNorm1d(16), new ReLU(), new Dropout(0.3), new Linear(16, 4));
        Tensor x = Tensors.zeros(TensorOptions.dtype(dtype), 8, 6);
        Tensor y = Tensors.arange(8).remainder(4);
        net.to(dtype);
        Optimizer optimizer = maker.apply(net.parameters());
        LRScheduler schedule = new LambdaLR(
                optimizer, FALLING.subList(0, optimizer.paramGroups().size()));
        Tensor[] loss = new Tensor[1];
        Runnable step = () -> {
            optimizer.zeroGrad();
            loss[0] = Functional.crossEntropy(net.call(x), y);
            loss[0].backward();
            optimizer.step();
        };
        List<Tensor> batches = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            batches.add(Tensors.arange(48).reshape(8, 6).add(i).sin());
        }
        List<double[]> results = new ArrayList<>();
        x.copy_(batches.getFirst());
        int done = 3;
        CudaGraph graph = null;
        if (withGraph) {
            graph = CudaGraph.capture(Device.cuda(0), 2, step);
            assertTrue(graph.isRecorded(), graph::obstacle);
        } else {
            for (int i = 0; i < done; i++) {
                step.run();
            }
        }
        for (int i = done; i < STEPS; i++) {
            x.copy_(batches.get(i));
            if (graph == null) {
                step.run();
            } else {
                replay(graph);
            }
            schedule.step();
            results.add(new double[] {loss[0].item()});
        }
        net.stateDict().values().forEach(t -> results.add(t.detach().toDoubleArray()));
        for (Object state : ((Map<?, ?>) optimizer.stateDict().get("state")).values()) {
            for (Object entry : ((Map<?, ?>) state).values()) {
                if (entry instanceof Tensor t) {
                    results.add(t.toDoubleArray());
                }
            }
        }
        if (graph != null) {
            graph.close();
        }
        return results;
    }

    /** On the simulation its calls are counted. */
    private static void replay(CudaGraph graph) {
        if (CudaUnderTest.isHardware()) {
            graph.replay();
            return;
        }
        SimulatedCuda.get().reset();
        graph.replay();
        Map<String, Long> calls = SimulatedCuda.get().calls();
        assertEquals(1, calls.get("cuGraphLaunch"), calls::toString);
        assertEquals(0, calls.getOrDefault("cuLaunchKernel", 0L), calls::toString);
        assertEquals(0, calls.getOrDefault("cuMemAlloc", 0L), calls::toString);
    }

    @TestFactory
    Stream<DynamicTest> trainTheSameWithAGraph() {
        return EveryOptimizer.recordable().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    try (Guard _ = Devices.use(Device.cuda(0))) {
                        // float16 goes without the fused kernels.
                        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT16)) {
                            List<double[]> eager = train(entry.getValue(), dtype, false);
                            List<double[]> graph = train(entry.getValue(), dtype, true);
                            assertEquals(eager.size(), graph.size());
                            for (int i = 0; i < eager.size(); i++) {
                                assertArrayEquals(eager.get(i), graph.get(i), dtype + ", result " + i);
                            }
                        }
                    }
                }));
    }
}
