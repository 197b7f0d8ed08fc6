package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Func;
import dev.jgrad.data.DType;
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
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Writing the result of an operation into a view gives the gradients of putting the result in the view's place. */
class InPlaceOnViewsTest {
    /** Rows of which the middle one is written. */
    private static Tensor rows(Tensor row, UnaryOperator<Tensor> write) {
        Generator.manualSeed(5);
        return write.apply(Tensors.stack(0, row, row.mul(1), row.mul(3)));
    }

    private static Tensor weights(Tensor like) {
        Generator.manualSeed(6);
        return Tensors.rand(TensorOptions.dtype(like.dtype()), like.shape().toArray());
    }

    /** Of a weighted sum of all rows, and of the squares of those. */
    private static List<double[]> gradients(List<Tensor> leaves, Function<List<Tensor>, Tensor> f) {
        Tensor out = f.apply(leaves);
        List<Tensor> first = gradient(out.mul(weights(out)).sum(), leaves);
        Tensor squares =
                first.stream().map(g -> g.mul(weights(g)).square().sum()).reduce(Tensors.zeros(), Tensor::add);
        List<Tensor> all = new ArrayList<>(first);
        if (squares.requiresGrad()) {
            all.addAll(gradient(squares, leaves));
        }
        return all.stream().map(g -> g.detach().toDoubleArray()).toList();
    }

    private static List<Tensor> gradient(Tensor out, List<Tensor> leaves) {
        Autograd.Options options = Autograd.Options.DEFAULT.withCreateGraph().withMaterializeGrads();
        return Autograd.grad(List.of(out), leaves, null, options);
    }

    private static double[] tangent(List<Tensor> leaves, Function<List<Tensor>, Tensor> f) {
        List<Tensor> plain = leaves.stream().map(Tensor::detach).toList();
        List<Tensor> directions =
                plain.stream().map(InPlaceOnViewsTest::weights).toList();
        return Func.jvpAll(x -> List.of(f.apply(x)), plain, directions)
                .tangents()
                .getFirst()
                .toDoubleArray();
    }

    /** @param f of the view and of all other leaves */
    private static void compare(List<Tensor> leaves, String op, BiFunction<Tensor, List<Tensor>, Tensor> f) {
        Function<List<Tensor>, Tensor> put = x -> rows(
                x.getFirst(),
                r -> Tensors.stack(0, r.select(0, 0), f.apply(r.select(0, 1), others(x)), r.select(0, 2)));
        Function<List<Tensor>, Tensor> written = x -> rows(x.getFirst(), r -> {
            InPlace.apply(op, r.select(0, 1), view -> f.apply(view, others(x)));
            return r;
        });
        List<double[]> expected = gradients(leaves, put);
        List<double[]> actual = gradients(leaves, written);
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), 1e-9, "gradient " + i);
        }
        assertArrayEquals(tangent(leaves, put), tangent(leaves, written), 1e-9, "tangent");
    }

    private static List<Tensor> others(List<Tensor> leaves) {
        return leaves.subList(1, leaves.size());
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
                    List<Tensor> leaves =
                            s.inputs().get().stream().map(Tensor::requiresGrad_).toList();
                    compare(leaves, s.name(), (view, others) -> {
                        List<Tensor> all = new ArrayList<>(others);
                        all.addFirst(view);
                        return s.function().apply(all);
                    });
                }));
    }

    private static DynamicTest of(String name, BiFunction<Tensor, Tensor, Tensor> f) {
        return DynamicTest.dynamicTest(name, () -> {
            Generator.manualSeed(4);
            TensorOptions wide = TensorOptions.dtype(DType.FLOAT64);
            Tensor row = Tensors.randn(wide, 3, 4).requiresGrad_();
            Tensor other = Tensors.randn(wide, 3, 4).requiresGrad_();
            compare(List.of(row, other), "f", (view, others) -> f.apply(view, others.getFirst()));
        });
    }

    /** The node of the view was the last one only, and its first operand not the view. */
    @TestFactory
    Stream<DynamicTest> severalNodes() {
        return Stream.of(
                of("alphaDropout", (x, y) -> Functional.alphaDropout(x, 0.4, true)),
                of("the second operand", (x, y) -> y.sub(x)),
                of("twice", (x, y) -> x.mul(y).add(x).sin()),
                of("not at all", (x, y) -> y.exp()),
                of("without history", (x, y) -> y.exp().mul(x.detach())));
    }
}
