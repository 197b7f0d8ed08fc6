package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Func;
import dev.jgrad.autograd.Vmap;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import dev.jgrad.testkit.OpSample;
import dev.jgrad.testkit.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every sample but the ones named here gives under vmap what a loop over the examples gives, and so do its gradients. */
class VmapSamplesTest {
    private static final int EXAMPLES = 3;

    /** Their shape depends on the values, which differ between examples: refused, see VmapTest. */
    private static final Set<String> DYNAMIC = Set.of("index mask", "maskedSelect");

    /** What vmap has no rule for: writes into what all share. */
    private static final Set<String> WITHOUT_RULE = Set.of("copy_");

    private static Stream<OpSample> samples() {
        return Samples.all().stream().filter(s -> !DYNAMIC.contains(s.name()) && !WITHOUT_RULE.contains(s.name()));
    }

    /** Example i of an input: near the sample's values, so that it stays away from corners. */
    private static Tensor example(Tensor input, int i) {
        return input.mul(1 - 0.001 * i);
    }

    /** The examples along a dimension. */
    private static Tensor examples(Tensor input, int dim) {
        return Tensors.stack(
                dim,
                IntStream.range(0, EXAMPLES).mapToObj(i -> example(input, i)).toArray(Tensor[]::new));
    }

    private static void agrees(OpSample s, Integer[] dims, UnaryOperator<List<Tensor>> f) {
        List<Tensor> inputs = s.inputs().get();
        List<Tensor> mapped = new ArrayList<>();
        for (int k = 0; k < dims.length; k++) {
            mapped.add(dims[k] == null ? inputs.get(k) : examples(inputs.get(k), dims[k]));
        }
        Generator.manualSeed(7);
        List<Tensor> actual =
                Func.vmapAll(f, new Vmap().inDims(dims).randomness("same")).apply(mapped);
        for (int i = 0; i < EXAMPLES; i++) {
            List<Tensor> one = new ArrayList<>();
            for (int k = 0; k < dims.length; k++) {
                one.add(dims[k] == null ? inputs.get(k) : example(inputs.get(k), i));
            }
            Generator.manualSeed(7);
            List<Tensor> expected = f.apply(one);
            assertEquals(expected.size(), actual.size());
            for (int o = 0; o < expected.size(); o++) {
                Tensor got = actual.get(o).select(0, i);
                assertEquals(expected.get(o).shape(), got.shape());
                assertArrayEquals(
                        expected.get(o).detach().toDoubleArray(), got.detach().toDoubleArray(), 1e-8, "example " + i);
            }
        }
    }

    private static Integer[] dims(OpSample s, boolean first, boolean rest, int dim) {
        Integer[] dims = new Integer[s.inputs().get().size()];
        Arrays.setAll(dims, k -> (k == 0 ? first : rest) ? (Integer) dim : null);
        return dims;
    }

    private static UnaryOperator<List<Tensor>> values(OpSample s) {
        return x -> List.of(s.function().apply(x));
    }

    private static UnaryOperator<List<Tensor>> gradients(OpSample s) {
        return x -> {
            Func.Vjp vjp = Func.vjpAll(values(s), x);
            Tensor y = vjp.outputs().getFirst();
            return vjp.pullback().apply(List.of(y.detach().mul(0.3).add(1)));
        };
    }

    @TestFactory
    Stream<DynamicTest> values() {
        return samples()
                .map(s -> DynamicTest.dynamicTest(s.name(), () -> agrees(s, dims(s, true, true, 0), values(s))));
    }

    @TestFactory
    Stream<DynamicTest> lastDimension() {
        return samples()
                .filter(s -> !s.seesStrides())
                .map(s -> DynamicTest.dynamicTest(s.name(), () -> agrees(s, dims(s, true, true, -1), values(s))));
    }

    @TestFactory
    Stream<DynamicTest> firstInputOnly() {
        return samples()
                .filter(s -> s.inputs().get().size() > 1)
                .map(s -> DynamicTest.dynamicTest(s.name(), () -> {
                    agrees(s, dims(s, true, false, 0), values(s));
                    agrees(s, dims(s, true, false, 0), gradients(s));
                }));
    }

    @TestFactory
    Stream<DynamicTest> otherInputsOnly() {
        return samples()
                .filter(s -> s.inputs().get().size() > 1)
                .map(s -> DynamicTest.dynamicTest(s.name(), () -> {
                    agrees(s, dims(s, false, true, 0), values(s));
                    agrees(s, dims(s, false, true, 0), gradients(s));
                }));
    }

    /** vmap of the gradient. */
    @TestFactory
    Stream<DynamicTest> gradientsPerExample() {
        return samples()
                .map(s -> DynamicTest.dynamicTest(s.name(), () -> agrees(s, dims(s, true, true, 0), gradients(s))));
    }

    /** The gradient of vmap; what all examples share gets the sum over them. */
    @TestFactory
    Stream<DynamicTest> gradientsThroughVmap() {
        return samples()
                .map(s -> DynamicTest.dynamicTest(s.name(), () -> {
                    throughVmap(s, dims(s, true, true, 0));
                    if (s.inputs().get().size() > 1) {
                        throughVmap(s, dims(s, true, false, 0));
                        throughVmap(s, dims(s, false, true, 0));
                    }
                }));
    }

    private static void throughVmap(OpSample s, Integer[] dims) {
        List<Tensor> inputs = s.inputs().get();
        List<Tensor> given = new ArrayList<>();
        for (int k = 0; k < dims.length; k++) {
            given.add((dims[k] == null ? inputs.get(k).clone() : examples(inputs.get(k), 0)).requiresGrad_());
        }
        Autograd.Options zeros = Autograd.Options.DEFAULT.withMaterializeGrads();
        Tensor out = Func.vmapAll(values(s), new Vmap().inDims(dims).randomness("same"))
                .apply(given)
                .getFirst();
        Tensor v = out.detach().mul(0.3).add(1);
        List<Tensor> actual = Autograd.grad(List.of(out), given, List.of(v), zeros);
        List<List<Tensor>> expected = new ArrayList<>();
        for (int i = 0; i < EXAMPLES; i++) {
            List<Tensor> one = new ArrayList<>();
            for (int k = 0; k < dims.length; k++) {
                one.add((dims[k] == null ? inputs.get(k).clone() : example(inputs.get(k), i)).requiresGrad_());
            }
            expected.add(Autograd.grad(List.of(s.function().apply(one)), one, List.of(v.select(0, i)), zeros));
        }
        for (int k = 0; k < dims.length; k++) {
            int input = k;
            Tensor all =
                    Tensors.stack(0, expected.stream().map(e -> e.get(input)).toArray(Tensor[]::new));
            Tensor wanted = dims[k] == null ? all.sum(0) : all;
            assertEquals(wanted.shape(), actual.get(k).shape());
            assertArrayEquals(wanted.toDoubleArray(), actual.get(k).toDoubleArray(), 1e-8, "input " + k);
        }
    }
}
