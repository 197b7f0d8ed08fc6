package dev.jgrad.cuda.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.testkit.FormSamples;
import dev.jgrad.testkit.FunctionalSamples;
import dev.jgrad.testkit.OpSample;
import dev.jgrad.testkit.OpSamples;
import dev.jgrad.testkit.StructuredSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every sample of the operator tables gives the CPU's results and gradients on CUDA, in float64 and float32. */
@CudaTest
class CudaSamplesTest {
    private static final Device CUDA = Device.cuda(0);

    private static List<OpSample> samples(Device device) {
        // Samples have constants of their own, which must be where the inputs are.
        try (var _ = Devices.use(device)) {
            return Stream.of(OpSamples.all(), FunctionalSamples.all(), StructuredSamples.all(), FormSamples.all())
                    .flatMap(List::stream)
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> agreeWithTheCpu() {
        CudaUnderTest.backend();
        List<OpSample> here = samples(Device.CPU);
        List<OpSample> there = samples(CUDA);
        return Stream.of(DType.FLOAT64, DType.FLOAT32).flatMap(dtype -> IntStream.range(0, here.size())
                .mapToObj(i -> DynamicTest.dynamicTest(
                        here.get(i).name() + " " + dtype.label(), () -> compare(here.get(i), there.get(i), dtype))));
    }

    private static void compare(OpSample here, OpSample there, DType dtype) {
        List<double[]> expected = run(here, dtype, Device.CPU);
        List<double[]> actual = run(there, dtype, CUDA);
        assertEquals(expected.size(), actual.size());
        double tolerance = dtype == DType.FLOAT64 ? 1e-9 : 2e-4;
        for (int i = 0; i < expected.size(); i++) {
            compare(i == 0 ? "result" : "gradient " + (i - 1), expected.get(i), actual.get(i), tolerance);
        }
        assertEquals(List.of(), CudaUnderTest.violations(), "noted by the simulated CUDA");
    }

    private static void compare(String what, double[] expected, double[] actual, double tolerance) {
        assertEquals(expected.length, actual.length, what + ": number of elements");
        double scale = 1;
        for (double v : expected) {
            scale = Double.isFinite(v) ? Math.max(scale, Math.abs(v)) : scale;
        }
        for (int k = 0; k < expected.length; k++) {
            boolean same = Double.compare(expected[k], actual[k]) == 0
                    || Math.abs(expected[k] - actual[k]) <= tolerance * scale;
            if (!same) {
                fail(what + ": element " + k + " is " + actual[k] + ", on the CPU " + expected[k]);
            }
        }
    }

    /** The result and the gradients of all inputs. */
    private static List<double[]> run(OpSample sample, DType dtype, Device device) {
        Generator.manualSeed(1);
        List<Tensor> inputs = new ArrayList<>();
        try (var _ = Devices.use(Device.CPU)) {
            for (Tensor t : sample.inputs().get()) {
                inputs.add(t.to(dtype).to(device).detach().requiresGrad_());
            }
        }
        try (var _ = Devices.use(device)) {
            Tensor out = sample.function().apply(inputs);
            assertEquals(device, out.device(), "device of the result");
            if (out.requiresGrad()) {
                out.backward(out.detach().mul(0).add(0.5));
            }
            List<double[]> all = new ArrayList<>();
            all.add(out.detach().toDoubleArray());
            for (Tensor input : inputs) {
                Tensor grad = input.grad();
                all.add(grad == null ? new double[0] : grad.toDoubleArray());
            }
            return all;
        }
    }
}
