package dev.jgrad.it.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.graph.CudaGraph;
import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.data.Device;
import dev.jgrad.nn.layer.BatchNorm1d;
import dev.jgrad.nn.layer.Dropout;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.nn.optim.Adadelta;
import dev.jgrad.nn.optim.Adagrad;
import dev.jgrad.nn.optim.Adam;
import dev.jgrad.nn.optim.AdamW;
import dev.jgrad.nn.optim.Adamax;
import dev.jgrad.nn.optim.NAdam;
import dev.jgrad.nn.optim.Optimizer;
import dev.jgrad.nn.optim.RAdam;
import dev.jgrad.nn.optim.RMSprop;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.nn.optim.StepLR;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Training with a CUDA graph and without, for every optimizer: the same parameters, buffers and losses to the last bit,
 * with dropout, batch norm and a learning rate that falls.
 */
@ExtendWith(OnSimulatedCuda.class)
class OptimizersInGraphsTest {
    private static final int STEPS = 8;

    private static Map<String, Function<List<Tensor>, Optimizer>> optimizers() {
        Map<String, Function<List<Tensor>, Optimizer>> all = new LinkedHashMap<>();
        all.put("SGD", p -> new SGD(p, 0.1));
        all.put(
                "SGD with momentum",
                p -> new SGD(p, SGD.Options.lr(0.1).withMomentum(0.9).withNesterov(true)));
        all.put("Adam", p -> new Adam(p, 0.01));
        all.put("Adam with amsgrad", p -> new Adam(p, Adam.Options.lr(0.01).withAmsgrad(true)));
        all.put("AdamW", p -> new AdamW(p, 0.01));
        all.put("Adagrad", p -> new Adagrad(p, 0.05));
        all.put("Adadelta", p -> new Adadelta(p, 1.0));
        all.put("Adamax", p -> new Adamax(p, 0.01));
        all.put("NAdam", p -> new NAdam(p, 0.01));
        all.put("RAdam", p -> new RAdam(p, 0.01));
        all.put("RMSprop", p -> new RMSprop(p, 0.01));
        return all;
    }

    /** What training leaves: losses, parameters, buffers. */
    private static List<double[]> train(Function<List<Tensor>, Optimizer> maker, boolean withGraph) {
        Generator.manualSeed(11);
        Sequential net =
                new Sequential(new Linear(6, 16), new BatchNorm1d(16), new ReLU(), new Dropout(0.3), new Linear(16, 4));
        Tensor x = Tensors.zeros(8, 6);
        Tensor y = Tensors.arange(8).remainder(4);
        Optimizer optimizer = maker.apply(net.parameters());
        StepLR schedule = new StepLR(optimizer, 2, 0.5);
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
                graph.replay();
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

    @TestFactory
    Stream<DynamicTest> trainTheSameWithAGraph() {
        return optimizers().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    try (Guard _ = Devices.use(Device.cuda(0))) {
                        List<double[]> eager = train(entry.getValue(), false);
                        List<double[]> graph = train(entry.getValue(), true);
                        assertEquals(eager.size(), graph.size());
                        for (int i = 0; i < eager.size(); i++) {
                            assertArrayEquals(eager.get(i), graph.get(i), "result " + i);
                        }
                    }
                }));
    }
}
