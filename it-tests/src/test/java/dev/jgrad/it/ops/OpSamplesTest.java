package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.jgrad.autograd.GradCheck;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import dev.jgrad.testkit.CopySamples;
import dev.jgrad.testkit.DecompositionSamples;
import dev.jgrad.testkit.FormSamples;
import dev.jgrad.testkit.FunctionalSamples;
import dev.jgrad.testkit.OpSample;
import dev.jgrad.testkit.OpSamples;
import dev.jgrad.testkit.StructuredSamples;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class OpSamplesTest {
    private static Stream<OpSample> samples() {
        return Stream.of(
                        OpSamples.all(),
                        FunctionalSamples.all(),
                        StructuredSamples.all(),
                        DecompositionSamples.all(),
                        CopySamples.all(),
                        FormSamples.all())
                .flatMap(List::stream);
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

    /** The same values whatever the strides of the inputs are. */
    @TestFactory
    Stream<DynamicTest> nonContiguousInputs() {
        return samples()
                .filter(s -> !s.seesStrides())
                .map(s -> DynamicTest.dynamicTest(s.name(), () -> {
                    List<Tensor> inputs = s.inputs().get();
                    double[] expected = s.function().apply(inputs).toDoubleArray();
                    List<Tensor> strided =
                            inputs.stream().map(OpSamplesTest::strided).toList();
                    assertArrayEquals(expected, s.function().apply(strided).toDoubleArray(), 1e-12);
                }));
    }

    /** The same values in float32, up to its precision. */
    @TestFactory
    Stream<DynamicTest> singlePrecision() {
        return each(s -> {
            List<Tensor> inputs = s.inputs().get();
            double[] expected = s.function().apply(inputs).toDoubleArray();
            List<Tensor> single = inputs.stream().map(Tensor::toFloat).toList();
            double[] actual = s.function().apply(single).toDoubleArray();
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], actual[i], 1e-5 * (1 + Math.abs(expected[i])), "element " + i);
            }
        });
    }

    private static Tensor strided(Tensor t) {
        if (t.dim() == 0) {
            return t;
        }
        Tensor wide = Tensors.stack(t.dim(), t, t.mul(77)).select(t.dim(), 0);
        return t.dim() < 2 ? wide : wide.transpose(0, 1).contiguous().transpose(0, 1);
    }
}
