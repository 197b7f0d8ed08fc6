package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.op.InPlace;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import dev.jgrad.testkit.OpSample;
import dev.jgrad.testkit.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Writing the result of an operation into a view gives the gradients of putting the result in the view's place. */
class InPlaceOnViewsTest {
    /** Rows of which the middle one is written, and the gradients of a weighted sum of all. */
    private static List<double[]> gradients(Tensor row, List<Tensor> others, UnaryOperator<Tensor> write) {
        Generator.manualSeed(5);
        List<Tensor> leaves = new ArrayList<>(others);
        leaves.addFirst(row);
        Tensor rows = Tensors.stack(0, row, row.mul(1), row.mul(3));
        Tensor written = write.apply(rows);
        Generator.manualSeed(6);
        Tensor weights = Tensors.rand(
                TensorOptions.dtype(written.dtype()), written.shape().toArray());
        return Autograd.grad(
                        List.of(written.mul(weights).sum()),
                        leaves,
                        null,
                        Autograd.Options.DEFAULT.withMaterializeGrads())
                .stream()
                .map(g -> g.detach().toDoubleArray())
                .toList();
    }

    private static void compare(Tensor row, List<Tensor> others, String op, UnaryOperator<Tensor> f) {
        List<double[]> expected = gradients(
                row,
                others,
                rows -> Tensors.stack(0, rows.select(0, 0), f.apply(rows.select(0, 1)), rows.select(0, 2)));
        List<double[]> actual = gradients(row, others, rows -> {
            InPlace.apply(op, rows.select(0, 1), f);
            return rows;
        });
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), 1e-12, "operand " + i);
        }
    }

    private static boolean keepsForm(OpSample sample) {
        List<Tensor> inputs = sample.inputs().get();
        Tensor out = sample.function().apply(inputs);
        return !sample.seesStrides()
                && out.dtype() == inputs.getFirst().dtype()
                && out.shape().equals(inputs.getFirst().shape());
    }

    @TestFactory
    Stream<DynamicTest> everySample() {
        return Samples.all().stream()
                .filter(InPlaceOnViewsTest::keepsForm)
                .map(s -> DynamicTest.dynamicTest(s.name(), () -> {
                    List<Tensor> inputs =
                            s.inputs().get().stream().map(Tensor::requiresGrad_).toList();
                    List<Tensor> others = inputs.subList(1, inputs.size());
                    compare(inputs.getFirst(), others, s.name(), x -> {
                        List<Tensor> all = new ArrayList<>(others);
                        all.addFirst(x);
                        return s.function().apply(all);
                    });
                }));
    }

    /** The node of the view was the last one only, and its first operand not the view. */
    @TestFactory
    Stream<DynamicTest> severalNodes() {
        Generator.manualSeed(4);
        TensorOptions wide = TensorOptions.dtype(dev.jgrad.data.DType.FLOAT64);
        Tensor row = Tensors.randn(wide, 3, 4).requiresGrad_();
        Tensor other = Tensors.randn(wide, 3, 4).requiresGrad_();
        return Stream.of(
                DynamicTest.dynamicTest(
                        "alphaDropout", () -> compare(row, List.of(), "f", x -> Functional.alphaDropout(x, 0.4, true))),
                DynamicTest.dynamicTest(
                        "the second operand", () -> compare(row, List.of(other), "f", x -> other.sub(x))),
                DynamicTest.dynamicTest(
                        "twice",
                        () -> compare(
                                row,
                                List.of(other),
                                "f",
                                x -> x.mul(other).add(x).sin())),
                DynamicTest.dynamicTest("not at all", () -> compare(row, List.of(other), "f", x -> other.exp())),
                DynamicTest.dynamicTest(
                        "without history",
                        () -> compare(row, List.of(other), "f", x -> other.exp().mul(x.detach()))));
    }
}
