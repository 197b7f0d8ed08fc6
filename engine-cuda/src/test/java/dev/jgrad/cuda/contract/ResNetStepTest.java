package dev.jgrad.cuda.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Autocast;
import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Training steps of a narrow ResNet-18 on CUDA and on the CPU. */
@CudaTest
class ResNetStepTest {
    private static final int STEPS = 3;

    private record Run(double[] losses, double[] gradient) {}

    private static Run train(Device device, Supplier<Guard> region, Runnable afterEach) {
        ResidualNet net = new ResidualNet(4, 10, 5, device);
        Generator.manualSeed(6);
        Tensor images = Tensors.randn(4, 3, 64, 64).to(device);
        Tensor classes = Tensors.arange(4).to(device);
        double[] losses = new double[STEPS];
        double[] gradient = new double[0];
        for (int i = 0; i < STEPS; i++) {
            Tensor loss;
            try (var _ = region.get()) {
                loss = net.loss(images, classes);
            }
            loss.backward();
            if (i == 0) {
                for (Tensor p : net.parameters()) {
                    assertEquals(DType.FLOAT32, p.grad().dtype());
                }
                gradient = net.parameters().getFirst().grad().toDoubleArray();
            }
            net.step(0.01);
            losses[i] = loss.item();
            afterEach.run();
        }
        return new Run(losses, gradient);
    }

    private static void assertLossesNear(Run expected, Run actual, double tolerance) {
        for (int i = 0; i < STEPS; i++) {
            double off = Math.abs(expected.losses[i] - actual.losses[i]) / expected.losses[i];
            int step = i;
            assertTrue(off < tolerance * (i + 1), () -> "loss of step " + step + " is off by " + off);
        }
    }

    /** Relative distance of the first weight's gradients in the first step. */
    private static double distance(Run a, Run b) {
        double distance = 0;
        double size = 0;
        for (int i = 0; i < a.gradient.length; i++) {
            distance += Math.pow(a.gradient[i] - b.gradient[i], 2);
            size += Math.pow(a.gradient[i], 2);
        }
        return Math.sqrt(distance / size);
    }

    @Test
    void float32() {
        Supplier<Guard> plain = () -> new Guard(() -> {});
        Run cpu = train(Device.CPU, plain, () -> {});
        Run cuda = train(Device.cuda(0), plain, () -> {});
        assertLossesNear(cpu, cuda, 1e-4);
        assertTrue(distance(cpu, cuda) < 1e-3, () -> "gradients " + distance(cpu, cuda));
    }

    /** bfloat16 has three digits, of which eighteen layers leave little: the CPU's loss of precision is the measure. */
    @Test
    void bfloat16() {
        Run exact = train(Device.CPU, () -> new Guard(() -> {}), () -> {});
        Run cpu = train(Device.CPU, () -> Autocast.of("cpu", DType.BFLOAT16), () -> {});
        Run cuda = train(Device.cuda(0), () -> Autocast.of("cuda", DType.BFLOAT16), () -> {});
        assertLossesNear(exact, cuda, 5e-2);
        double allowed = 1.5 * distance(exact, cpu) + 0.02;
        assertTrue(
                distance(exact, cuda) < allowed,
                () -> "gradients off by " + distance(exact, cuda) + ", allowed " + allowed);
    }

    /** After two steps everything there is to make is made: streams, handles, descriptors, kernels. */
    @Test
    void laterStepsMakeNothingThatStays() {
        if (CudaUnderTest.isHardware()) {
            return;
        }
        Map<Integer, Map<String, Long>> alive = new TreeMap<>();
        train(
                Device.cuda(0),
                () -> Autocast.of("cuda", DType.BFLOAT16),
                () -> alive.put(alive.size(), new TreeMap<>(SimulatedCuda.get().alive())));
        for (String kind : alive.get(2).keySet()) {
            if (!kind.equals("allocations")) {
                assertEquals(alive.get(1).get(kind), alive.get(2).get(kind), kind);
            }
        }
    }
}
