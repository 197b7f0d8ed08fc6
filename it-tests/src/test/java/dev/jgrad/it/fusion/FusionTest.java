package dev.jgrad.it.fusion;

import static dev.jgrad.tensor.Functional.gelu;
import static dev.jgrad.tensor.Functional.hardswish;
import static dev.jgrad.tensor.Functional.mish;
import static dev.jgrad.tensor.Functional.silu;
import static dev.jgrad.tensor.Functional.softplus;
import static dev.jgrad.tensor.Tensors.randn;
import static dev.jgrad.tensor.Tensors.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Fusion;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Chains under the guard give what eager execution gives, whatever the memory, the order and the moment of reading. */
class FusionTest {
    /** Vector functions are exact to their bound only, and interpreted code computes them by another formula. */
    private static void assertSame(Tensor expected, Tensor actual) {
        assertEquals(expected.dtype(), actual.dtype());
        assertEquals(expected.shape(), actual.shape());
        assertEquals(List.of(boxed(expected.stride())), List.of(boxed(actual.stride())));
        double tolerance = expected.dtype() == DType.FLOAT64 ? 1e-14 : 3e-6;
        assertTrue(actual.allClose(expected, tolerance, tolerance), () -> expected + " but " + actual);
    }

    private static Long[] boxed(long[] values) {
        return Stream.of(values)
                .flatMap(v -> java.util.Arrays.stream(v).boxed())
                .toArray(Long[]::new);
    }

    private static Tensor fused(UnaryOperator<Tensor> f, Tensor x) {
        Fusion.Report report = new Fusion.Report();
        Tensor y;
        try (var _ = Fusion.enabled(report)) {
            y = f.apply(x);
        }
        assertTrue(report.deferred() > 1, () -> "nothing was fused: " + report.eager());
        return y;
    }

    static Tensor chain(Tensor x) {
        return x.mul(2).add(1).tanh().mul(x.sigmoid()).sub(x.mul(x));
    }

    private static Map<String, UnaryOperator<Tensor>> functions() {
        Map<String, UnaryOperator<Tensor>> all = new LinkedHashMap<>();
        all.put("the benchmark's chain", FusionTest::chain);
        all.put("numbers on the left", x -> x.rsub(3).mul(x).rsub(1.5));
        all.put(
                "parameters",
                x -> x.clamp(-0.7, 0.9).add(x, 0.25).sub(x.relu(), 2).square());
        all.put("comparisons", x -> where(x.gt(0.2), x.exp(), x.mul(3)).maskedFill(x.lt(-1), 7));
        all.put(
                "three operands",
                x -> x.addcmul(x, x.neg(), 0.5)
                        .lerp(x.mul(2), 0.3)
                        .addcdiv(x, x.square().add(1), 2));
        all.put(
                "many functions",
                x -> x.exp()
                        .add(1)
                        .log()
                        .mul(x.sin())
                        .add(x.cos().tanh())
                        .div(x.abs().sqrt().add(1)));
        all.put(
                "activations",
                x -> gelu(x).add(silu(x)).mul(softplus(x)).sub(mish(x)).add(hardswish(x)));
        all.put(
                "a row and a column",
                x -> x.mul(x.detach().select(0, 0))
                        .add(x.detach().narrow(-1, 0, 1))
                        .tanh());
        all.put("a long chain", x -> {
            Tensor y = x;
            for (int i = 0; i < 100; i++) {
                y = y.mul(0.9).add(x);
            }
            return y;
        });
        all.put(
                "a reduction between",
                x -> x.sub(x.mean()).div(x.std().add(1)).mul(2).add(1));
        all.put(
                "views between",
                x -> x.mul(2)
                        .t()
                        .add(1)
                        .t()
                        .mul(x)
                        .reshape(-1)
                        .neg()
                        .view(x.shape().toArray())
                        .exp());
        return all;
    }

    private static Map<String, Tensor> operands() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        all.put("heap", randn(40, 53));
        all.put("native", randn(301, 211));
        all.put("several threads", randn(600, 700));
        all.put("transposed", randn(211, 301).t());
        all.put("every third", randn(301, 640).slice(1, 1, 640, 3));
        all.put("double", randn(120, 130).to(DType.FLOAT64));
        all.put("double on the heap", randn(50, 40).to(DType.FLOAT64));
        return all;
    }

    @TestFactory
    Stream<DynamicTest> valuesAndGradientsAreThoseOfEagerExecution() {
        return functions().entrySet().stream()
                .flatMap(f -> operands().entrySet().stream()
                        .map(x -> DynamicTest.dynamicTest(
                                f.getKey() + ", " + x.getKey(), () -> compare(f.getValue(), x.getValue()))));
    }

    private static void compare(UnaryOperator<Tensor> f, Tensor x) {
        assertSame(f.apply(x), fused(f, x));
        assertSame(f.apply(x), Fusion.compile(f).apply(x));
        Tensor a = x.detach().requiresGrad_();
        Tensor b = x.detach().requiresGrad_();
        Tensor eager = f.apply(a);
        Tensor later = fused(f, b);
        assertEquals(eager.gradFn().name(), later.gradFn().name());
        Tensor weight = randn(x.shape().toArray()).to(x.dtype());
        eager.mul(weight).sum().backward();
        later.mul(weight).sum().backward();
        Tensor scale = a.grad().abs().max();
        assertSame(a.grad().div(scale), b.grad().div(scale));
    }

    @Test
    void secondDerivativesGoThrough() {
        Tensor x = randn(2000).to(DType.FLOAT64).requiresGrad_();
        Tensor eager = Autograd.gradWithGraph(chain(x).sum(), x);
        Tensor expected = Autograd.grad(eager.sum(), x);
        try (var _ = Fusion.enabled()) {
            Tensor first = Autograd.gradWithGraph(chain(x).sum(), x);
            assertSame(eager, first);
            assertSame(expected, Autograd.grad(first.sum(), x));
        }
    }

    @Test
    void readsBetweenComputeWhatIsThere() {
        Tensor x = randn(5000);
        Tensor expected = chain(x);
        try (var _ = Fusion.enabled()) {
            Tensor y = x.mul(2);
            assertEquals(2 * x.get(17).item(), y.get(17).item());
            assertSame(expected, y.add(1).tanh().mul(x.sigmoid()).sub(x.mul(x)));
        }
    }

    @Test
    void writesComputeFirstWhatReadsTheOldValue() {
        Tensor x = randn(4000);
        Tensor alias = x.data();
        Tensor before = x.clone();
        List<Tensor> later = new ArrayList<>();
        try (var _ = Fusion.enabled()) {
            later.add(x.mul(3).add(1));
            x.add_(1);
            later.add(x.mul(3).add(1));
            alias.zero_();
            later.add(x.mul(3).add(1));
        }
        x.fill_(100);
        assertSame(before.mul(3).add(1), later.get(0));
        assertSame(before.add(1).mul(3).add(1), later.get(1));
        assertSame(before.zerosLike().add(1), later.get(2));
    }

    @Test
    void writesIntoAValueThatWaits() {
        Tensor x = randn(4000);
        Tensor eager = x.mul(2);
        Tensor twice = eager.add(1);
        eager.mul_(5);
        try (var _ = Fusion.enabled()) {
            Tensor y = x.mul(2);
            Tensor z = y.add(1);
            y.mul_(5);
            assertEquals(1, y.version());
            assertSame(eager, y);
            assertSame(twice, z);
        }
    }

    @Test
    void savedValuesThatWereChangedAreRefused() {
        Tensor x = randn(4000).requiresGrad_();
        try (var _ = Fusion.enabled()) {
            Tensor y = x.mul(2).sigmoid();
            Tensor z = y.mul(3).tanh();
            y.add_(1);
            Tensor loss = z.add(y).sum();
            assertThrows(AutogradException.class, loss::backward);
        }
    }

    @Test
    void anotherThreadMayAsk() throws Exception {
        Tensor x = randn(100_000);
        Tensor y = fused(FusionTest::chain, x);
        Tensor seen = CompletableFuture.supplyAsync(() -> {
                    assertFalse(Fusion.isEnabled());
                    return y.add(0);
                })
                .get();
        assertSame(chain(x), seen);
    }

    @Test
    void severalResultsOfAFunction() {
        var both = Fusion.compileAll(in -> {
            Tensor s = in.get(0).add(in.get(1)).sigmoid();
            return List.of(s, s.mul(2).sub(in.get(0)));
        });
        Tensor a = randn(3000);
        Tensor b = randn(3000);
        List<Tensor> out = both.apply(List.of(a, b));
        assertSame(a.add(b).sigmoid(), out.get(0));
        assertSame(a.add(b).sigmoid().mul(2).sub(a), out.get(1));
    }

    @Test
    void integersAndSmallTensorsAreComputedAtOnce() {
        Fusion.Report report = new Fusion.Report();
        try (var _ = Fusion.enabled(report)) {
            randn(10).add(1).mul(2);
            randn(5000).to(DType.INT64).add(1);
            randn(5000).to(DType.FLOAT16).add(1);
            randn(5000).add(1);
        }
        assertEquals(1, report.deferred());
        assertEquals(2L, report.eager().get("no fused form of this operation in this dtype"));
        assertTrue(report.eager().keySet().stream().anyMatch(reason -> reason.startsWith("too few elements")));
    }

    @Test
    void theGuardNests() {
        assertFalse(Fusion.isEnabled());
        try (var _ = Fusion.enabled()) {
            try (var _ = Fusion.disabled()) {
                assertFalse(Fusion.isEnabled());
            }
            assertTrue(Fusion.isEnabled());
        }
        assertFalse(Fusion.isEnabled());
    }
}
