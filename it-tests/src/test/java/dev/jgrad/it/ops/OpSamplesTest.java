package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.jgrad.autograd.GradCheck;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.testkit.OpSample;
import dev.jgrad.testkit.Samples;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Derivatives, node names and precision, from the sample tables. */
class OpSamplesTest {
    private static Stream<OpSample> samples() {
        return Samples.all().stream();
    }

    private static Stream<DynamicTest> each(java.util.function.Consumer<OpSample> check) {
        return samples().map(s -> DynamicTest.dynamicTest(s.name(), () -> check.accept(s)));
    }

    private static Tensor[] leaves(OpSample sample) {
        return sample.inputs().get().stream().map(Tensor::requiresGrad_).toArray(Tensor[]::new);
    }

    @TestFactory
    Stream<DynamicTest> firstDerivatives() {
        return each(s -> GradCheck.gradcheck(x -> s.function().apply(Arrays.asList(x)), leaves(s)));
    }

    @TestFactory
    Stream<DynamicTest> secondDerivatives() {
        return each(s -> GradCheck.gradgradcheck(x -> s.function().apply(Arrays.asList(x)), leaves(s)));
    }

    @TestFactory
    Stream<DynamicTest> nodeNames() {
        return each(s -> {
            Tensor out = s.function().apply(Arrays.asList(leaves(s)));
            assertNotNull(out.gradFn());
            assertEquals(s.gradFn(), out.gradFn().name());
        });
    }

    /** The same values in float32, up to its precision. */
    @TestFactory
    Stream<DynamicTest> singlePrecision() {
        return each(s -> {
            List<Tensor> inputs = s.inputs().get();
            double[] expected = s.function().apply(inputs).toDoubleArray();
            List<Tensor> single = inputs.stream().map(Tensor::toFloat).toList();
            double[] actual = s.function().apply(single).toDoubleArray();
            assertEquals(expected.length, actual.length);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], actual[i], 1e-5 * (1 + Math.abs(expected[i])), "element " + i);
            }
        });
    }
}
