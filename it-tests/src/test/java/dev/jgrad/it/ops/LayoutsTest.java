package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.data.JgradException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import dev.jgrad.testkit.OpSample;
import dev.jgrad.testkit.Samples;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every sample on views of all kinds, without elements and without dimensions. */
class LayoutsTest {
    /** A way to lay out the elements of a tensor; the result has other elements where it repeats some. */
    private enum View {
        TRANSPOSED(t -> t.dim() < 2 ? t : t.transpose(0, -1).contiguous().transpose(0, -1)),
        SLICED(t -> t.dim() == 0 ? t : wide(t).slice(t.dim() - 1, 0, Long.MAX_VALUE, 2)),
        OFFSET(t -> Tensors.stack(0, t.mul(77), t).select(0, 1)),
        LAST(t -> Tensors.stack(t.dim(), t, t.mul(77)).select(t.dim(), 0)),
        EXPANDED(t -> t.dim() == 0 ? t : t.narrow(0, 0, Math.min(1, t.size(0))).expandAs(t));

        private final UnaryOperator<Tensor> view;

        View(UnaryOperator<Tensor> view) {
            this.view = view;
        }

        private static Tensor wide(Tensor t) {
            return Tensors.stack(t.dim(), t, t.mul(77)).flatten(-2, -1);
        }
    }

    private static Stream<DynamicTest> each(java.util.function.Consumer<OpSample> check) {
        return Samples.all().stream()
                .filter(s -> !s.seesStrides())
                .map(s -> DynamicTest.dynamicTest(s.name(), () -> check.accept(s)));
    }

    @TestFactory
    Stream<DynamicTest> viewsGiveTheValuesOfCopies() {
        return each(s -> {
            for (View view : View.values()) {
                List<Tensor> views = s.inputs().get().stream().map(view.view).toList();
                List<Tensor> copies =
                        views.stream().map(t -> t.clone().contiguous()).toList();
                double[] expected;
                try {
                    expected = s.function().apply(copies).toDoubleArray();
                } catch (JgradException e) {
                    assertSame(View.EXPANDED, view); // a matrix of equal rows has no inverse
                    assertThrows(e.getClass(), () -> s.function().apply(views));
                    continue;
                }
                assertArrayEquals(expected, s.function().apply(views).toDoubleArray(), 1e-9, view.name());
            }
        });
    }

    /** Gradients of views, written back to where the elements lie. */
    @TestFactory
    Stream<DynamicTest> viewsGiveTheGradientsOfCopies() {
        return each(s -> {
            for (View view : List.of(View.TRANSPOSED, View.SLICED, View.OFFSET)) {
                List<Tensor> views = s.inputs().get().stream()
                        .map(view.view)
                        .map(t -> t.detach().requiresGrad_())
                        .toList();
                List<Tensor> copies =
                        s.inputs().get().stream().map(Tensor::requiresGrad_).toList();
                s.function().apply(views).square().sum().backward();
                s.function().apply(copies).square().sum().backward();
                for (int i = 0; i < views.size(); i++) {
                    Tensor expected = copies.get(i).grad();
                    Tensor actual = views.get(i).grad();
                    assertEquals(expected == null, actual == null, view.name());
                    if (expected != null && actual != null) {
                        assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-9, view.name());
                    }
                }
            }
        });
    }

    /** A result whose gradient has the inputs' shapes, or an exception of ours. */
    private static void runsOrRefuses(OpSample s, List<Tensor> inputs) {
        try {
            Tensor out = s.function().apply(inputs);
            out.toDoubleArray();
            if (out.requiresGrad()) {
                out.sum().backward();
            }
        } catch (JgradException e) {
            assertNotNull(e.getMessage());
        } catch (NoSuchElementException e) {
            return; // unbind of nothing is an empty list, of which a sample takes the last
        }
        for (Tensor input : inputs) {
            Tensor grad = input.grad();
            assertEquals(input.shape(), grad == null ? input.shape() : grad.shape());
        }
    }

    @TestFactory
    Stream<DynamicTest> withoutElements() {
        return each(s -> {
            for (int d = 0; d < 4; d++) {
                int dim = d;
                runsOrRefuses(
                        s,
                        s.inputs().get().stream()
                                .map(t -> dim < t.dim() ? t.narrow(dim, 0, 0).clone() : t)
                                .map(Tensor::requiresGrad_)
                                .toList());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> withoutDimensions() {
        return each(s -> {
            List<Tensor> inputs = s.inputs().get();
            runsOrRefuses(
                    s,
                    inputs.stream()
                            .map(t -> t.flatten().get(0).clone().requiresGrad_())
                            .toList());
            if (inputs.stream().allMatch(t -> Arrays.equals(t.shape().toArray(), new long[] {2, 3}))) {
                agreesWithOneElement(s, inputs);
            }
        });
    }

    /** What takes no dimension by number computes the same for one element of any shape. */
    private static void agreesWithOneElement(OpSample s, List<Tensor> inputs) {
        double[] zero;
        double[] two;
        try {
            zero = s.function()
                    .apply(inputs.stream().map(t -> t.flatten().get(0)).toList())
                    .toDoubleArray();
            two = s.function()
                    .apply(inputs.stream()
                            .map(t -> t.narrow(0, 0, 1).narrow(1, 0, 1))
                            .toList())
                    .toDoubleArray();
        } catch (JgradException e) {
            return;
        }
        if (zero.length == 1 && two.length == 1) {
            assertArrayEquals(two, zero, 1e-12);
        }
    }
}
