package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.ForwardMode;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import dev.jgrad.testkit.OpSample;
import dev.jgrad.testkit.Samples;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Tangents of every sample: against reverse mode and against finite differences. */
class ForwardSamplesTest {
    private static Stream<DynamicTest> each(Consumer<OpSample> check) {
        return Samples.all().stream().map(s -> DynamicTest.dynamicTest(s.name(), () -> check.accept(s)));
    }

    private static List<Tensor> directions(List<Tensor> inputs, long seed) {
        Random random = new Random(seed);
        return inputs.stream()
                .map(t -> {
                    double[] v = new double[Math.toIntExact(t.numel())];
                    java.util.Arrays.setAll(v, i -> random.nextGaussian());
                    return Tensors.tensor(
                            dev.jgrad.tensor.TensorOptions.dtype(t.dtype()),
                            v,
                            t.shape().toArray());
                })
                .toList();
    }

    private static List<Tensor> duals(List<Tensor> inputs, List<Tensor> directions) {
        return java.util.stream.IntStream.range(0, inputs.size())
                .mapToObj(i -> ForwardMode.makeDual(inputs.get(i), directions.get(i)))
                .toList();
    }

    /** vᵀ(Ju) is (vᵀJ)u. */
    @TestFactory
    Stream<DynamicTest> agreesWithReverseMode() {
        return each(s -> {
            List<Tensor> inputs = s.inputs().get();
            List<Tensor> u = directions(inputs, 1);
            Tensor tangent;
            try (var _ = ForwardMode.dualLevel()) {
                Tensor out = s.function().apply(duals(inputs, u));
                tangent = ForwardMode.unpackDual(out).tangent();
            }
            assertNotNull(tangent, "tangent");
            List<Tensor> leaves =
                    s.inputs().get().stream().map(Tensor::requiresGrad_).toList();
            Tensor out = s.function().apply(leaves);
            Tensor w = Tensors.zerosLike(out).requiresGrad_();
            List<Tensor> grads = Autograd.grad(
                    List.of(out),
                    leaves,
                    List.of(w),
                    Autograd.Options.DEFAULT.withCreateGraph().withMaterializeGrads());
            List<Tensor> linear = grads.stream().filter(Tensor::requiresGrad).toList();
            List<Tensor> along = java.util.stream.IntStream.range(0, grads.size())
                    .filter(i -> grads.get(i).requiresGrad())
                    .mapToObj(u::get)
                    .toList();
            Tensor expected = Autograd.grad(linear, List.of(w), along, Autograd.Options.DEFAULT.withMaterializeGrads())
                    .getFirst();
            assertArrayEquals(expected.toDoubleArray(), tangent.toDoubleArray(), 1e-9);
        });
    }

    @TestFactory
    Stream<DynamicTest> agreesWithFiniteDifferences() {
        return each(s -> {
            List<Tensor> inputs = s.inputs().get();
            List<Tensor> u = directions(inputs, 2);
            double h = 1e-6;
            double[] plus = at(s, inputs, u, h);
            double[] minus = at(s, inputs, u, -h);
            double[] expected = new double[plus.length];
            double scale = 1;
            for (int i = 0; i < expected.length; i++) {
                expected[i] = (plus[i] - minus[i]) / (2 * h);
                scale = Math.max(scale, Math.abs(expected[i]));
            }
            double[] actual;
            try (var _ = ForwardMode.dualLevel();
                    var _ = dev.jgrad.autograd.Grad.disabled()) {
                actual = ForwardMode.unpackDual(s.function().apply(duals(inputs, u)))
                        .tangent()
                        .toDoubleArray();
            }
            assertArrayEquals(expected, actual, 1e-5 * scale);
        });
    }

    private static double[] at(OpSample s, List<Tensor> inputs, List<Tensor> u, double h) {
        return s.function()
                .apply(java.util.stream.IntStream.range(0, inputs.size())
                        .mapToObj(i -> inputs.get(i).add(u.get(i).mul(h)))
                        .toList())
                .toDoubleArray();
    }
}
