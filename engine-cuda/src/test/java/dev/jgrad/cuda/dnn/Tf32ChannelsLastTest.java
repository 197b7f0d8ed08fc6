package dev.jgrad.cuda.dnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.api.CudaOptions;
import dev.jgrad.cuda.graph.CudaGraph;
import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** float32 with its channels innermost: the same numbers, and only images and weights are brought from one order into the other. */
@ExtendWith(OnSimulatedCuda.class)
class Tf32ChannelsLastTest {
    private static final long[] ONE = {1};
    private static final long[] TWO = {2};

    private final SimulatedCuda cuda = SimulatedCuda.get();
    private Guard device = new Guard(() -> {});

    @BeforeEach
    void useTheDevice() {
        CudaOptions.cudnnTf32(true);
        device = Devices.use(Device.cuda(0));
    }

    @AfterEach
    void leaveTheDevice() {
        CudaOptions.tf32ChannelsLast(false);
        device.close();
    }

    /** Two convolutions with what stands between them in a net; the same parameters each time. */
    private static final class Net {
        final Tensor images;
        final List<Tensor> parameters = new ArrayList<>();

        Net() {
            Generator.manualSeed(3);
            images = Tensors.randn(2, 3, 9, 9);
            for (long[] sizes : new long[][] {{4, 3, 3, 3}, {4}, {4}, {6, 4, 3, 3}}) {
                parameters.add(Tensors.randn(sizes).requiresGrad_());
            }
        }

        Tensor loss() {
            Tensor x = Functional.conv2d(images, parameters.get(0), null, ONE, ONE, ONE, 1);
            x = Functional.batchNorm(x, null, null, parameters.get(1), parameters.get(2), true, 0.1, 1e-5);
            x = Functional.maxPool2d(Functional.relu(x), TWO, TWO, new long[] {0}, ONE, false);
            return Functional.conv2d(x, parameters.get(3), null, ONE, ONE, ONE, 1)
                    .square()
                    .mean();
        }

        List<double[]> step() {
            parameters.forEach(p -> p.setGrad(null));
            Tensor loss = loss();
            loss.backward();
            List<double[]> results = new ArrayList<>(List.of(new double[] {loss.item()}));
            parameters.forEach(p -> results.add(p.grad().toDoubleArray()));
            return results;
        }
    }

    private static void assertSame(List<double[]> expected, List<double[]> actual) {
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), 2e-5, "result " + i);
        }
    }

    @Test
    void theNumbersAreTheSame() {
        List<double[]> expected = new Net().step();
        CudaOptions.tf32ChannelsLast(true);
        Net net = new Net();
        assertSame(expected, net.step());
        assertSame(expected, net.step());
        assertTrue(net.parameters.getFirst().isContiguous());
    }

    @Test
    void onlyImagesAndWeightsAreBroughtIntoTheOrder() {
        long[] launches = new long[2];
        for (int i = 0; i < 2; i++) {
            CudaOptions.tf32ChannelsLast(i == 1);
            Net net = new Net();
            for (int step = 0; step < 2; step++) {
                net.parameters.forEach(p -> p.setGrad(null));
                cuda.reset();
                net.loss().backward();
            }
            launches[i] = cuda.calls("cuLaunchKernel");
        }
        // The images twice, forward and for a gradient; each of two weights and of their gradients.
        assertTrue(launches[1] <= launches[0] + 6, () -> launches[0] + " " + launches[1]);
    }

    @Test
    void stepsCanBeRecorded() {
        CudaOptions.tf32ChannelsLast(true);
        Net net = new Net();
        List<double[]> expected = net.step();
        try (CudaGraph graph = CudaGraph.capture(() -> {
            net.parameters.forEach(p -> p.setGrad(null));
            net.loss().backward();
        })) {
            assertTrue(graph.isRecorded(), graph::obstacle);
            graph.replay();
            for (int i = 0; i < net.parameters.size(); i++) {
                assertArrayEquals(
                        expected.get(i + 1), net.parameters.get(i).grad().toDoubleArray(), 2e-5);
            }
        }
    }
}
