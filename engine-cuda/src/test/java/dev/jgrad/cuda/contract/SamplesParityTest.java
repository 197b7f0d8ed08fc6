package dev.jgrad.cuda.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Guard;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Scope;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import dev.jgrad.testkit.CopySamples;
import dev.jgrad.testkit.DecompositionSamples;
import dev.jgrad.testkit.FormSamples;
import dev.jgrad.testkit.FunctionalSamples;
import dev.jgrad.testkit.OpSample;
import dev.jgrad.testkit.OpSamples;
import dev.jgrad.testkit.StructuredSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every operation's sample on both devices: the same result and the same gradients. */
@CudaTest
class SamplesParityTest {
    private static final Device CUDA = Device.cuda(0);

    @BeforeEach
    void thereIsADevice() {
        assertEquals(CUDA, CudaUnderTest.backend().device());
    }

    /** The samples as they are made on a device: some hold tensors of indices. */
    private static List<OpSample> samples(Device device) {
        try (Guard _ = Devices.use(device)) {
            return Stream.of(
                            OpSamples.all(),
                            FunctionalSamples.all(),
                            StructuredSamples.all(),
                            DecompositionSamples.all(),
                            CopySamples.all(),
                            FormSamples.all())
                    .flatMap(List::stream)
                    .toList();
        }
    }

    /** @param scoped computes in a scope of its own, which ends before the backward pass */
    private static Tensor[] run(OpSample sample, DType dtype, Device device, boolean backward, boolean scoped) {
        try (Guard _ = Devices.use(device)) {
            List<Tensor> inputs = new ArrayList<>();
            for (Tensor input : sample.inputs().get()) {
                assertEquals(device, input.device());
                inputs.add(input.to(dtype).detach().requiresGrad_(backward));
            }
            Tensor out = scoped
                    ? Scope.keeping(() -> sample.function().apply(inputs))
                    : sample.function().apply(inputs);
            assertEquals(device, out.device(), "device of the result");
            if (!backward) {
                return new Tensor[] {out};
            }
            Random random = new Random(5);
            double[] weights = random.doubles(out.numel()).toArray();
            Tensor seed = Tensors.tensor(
                    TensorOptions.dtype(out.dtype()), weights, out.shape().toArray());
            out.mul(seed).sum().backward();
            List<Tensor> results = new ArrayList<>(List.of(out));
            for (Tensor input : inputs) {
                Tensor grad = input.grad();
                if (grad != null) {
                    assertEquals(device, grad.device(), "device of the gradient");
                    results.add(grad);
                }
            }
            return results.toArray(Tensor[]::new);
        }
    }

    private static void compare(OpSample onCpu, OpSample onCuda, DType dtype, boolean backward, double tolerance) {
        Tensor[] expected = run(onCpu, dtype, Device.CPU, backward, false);
        compare(expected, run(onCuda, dtype, CUDA, backward, false), tolerance);
    }

    private static void compare(Tensor[] expected, Tensor[] actual, double tolerance) {
        assertEquals(expected.length, actual.length, "number of gradients");
        for (int i = 0; i < expected.length; i++) {
            String what = i == 0 ? "result" : "gradient " + (i - 1);
            assertArrayEquals(expected[i].shape().toArray(), actual[i].shape().toArray(), what);
            double[] e = expected[i].detach().toDoubleArray();
            double[] a = actual[i].detach().toDoubleArray();
            for (int k = 0; k < e.length; k++) {
                int at = k;
                assertTrue(
                        e[k] == a[k]
                                || Double.isNaN(e[k]) && Double.isNaN(a[k])
                                || Math.abs(e[k] - a[k]) <= tolerance * (1 + Math.abs(e[k])),
                        () -> what + ", element " + at + ": " + e[at] + " on the CPU, " + a[at] + " on CUDA");
            }
        }
    }

    private static Stream<DynamicTest> each(DType dtype, boolean backward, double tolerance) {
        List<OpSample> onCpu = samples(Device.CPU);
        List<OpSample> onCuda = samples(CUDA);
        return IntStream.range(0, onCpu.size())
                .mapToObj(i -> DynamicTest.dynamicTest(
                        onCpu.get(i).name(), () -> compare(onCpu.get(i), onCuda.get(i), dtype, backward, tolerance)));
    }

    @TestFactory
    Stream<DynamicTest> doublePrecisionWithGradients() {
        return each(DType.FLOAT64, true, 1e-9);
    }

    /** All memory of a device is native, so that a scope would end what a rule still needs. */
    @TestFactory
    Stream<DynamicTest> graphsOutliveAnInnerScope() {
        return samples(CUDA).stream()
                .map(sample -> DynamicTest.dynamicTest(sample.name(), () -> {
                    try (Scope _ = Scope.open()) {
                        Tensor[] expected = run(sample, DType.FLOAT32, CUDA, true, false);
                        compare(expected, run(sample, DType.FLOAT32, CUDA, true, true), 1e-5);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> singlePrecision() {
        return each(DType.FLOAT32, false, 2e-5);
    }
}
