package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Guard;
import dev.jgrad.compile.CompiledFunction;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.JgradException;
import dev.jgrad.tensor.DTypes;
import dev.jgrad.tensor.Fft;
import dev.jgrad.tensor.Masked;
import dev.jgrad.tensor.SignalWindows;
import dev.jgrad.tensor.Special;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import dev.jgrad.testkit.OpSample;
import dev.jgrad.testkit.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What follows {@code torch.set_default_dtype}, and what does not; each as PyTorch 2.13 answered. */
class DefaultDTypeTest {
    private static final Set<DType> FLOATING = Set.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16);

    /** Written in Python for float32, whatever the default. */
    private static final Set<String> SINGLE = Set.of("Masked.var", "Masked.std");

    private static void follows(Supplier<Tensor> made) {
        for (DType dtype : FLOATING) {
            try (Guard _ = DTypes.use(dtype)) {
                assertEquals(dtype, made.get().dtype());
            }
        }
    }

    private static void stays(DType expected, Supplier<Tensor> made) {
        for (DType dtype : FLOATING) {
            try (Guard _ = DTypes.use(dtype)) {
                assertEquals(expected, made.get().dtype(), dtype::toString);
            }
        }
    }

    @Test
    void factoriesMakeIt() {
        follows(() -> Tensors.zeros(2));
        follows(() -> Tensors.ones(2));
        follows(() -> Tensors.empty(2));
        follows(() -> Tensors.rand(2));
        follows(() -> Tensors.randn(2));
        follows(() -> Tensors.normal(0, 1, 2));
        follows(() -> Tensors.full(new long[] {2}, 1.5));
        follows(() -> Tensors.tensor(1.5, 2));
        follows(() -> Tensors.tensor(new double[][] {{1}, {2}}));
        follows(() -> Tensors.tensor(new double[0]));
        follows(() -> Tensors.scalar(1.5));
        follows(() -> Tensors.scalarTensor(3L, TensorOptions.DEFAULT));
        follows(() -> Tensors.linspace(0, 1, 3));
        follows(() -> Tensors.logspace(0, 1, 3));
        follows(() -> Tensors.arange(0., 2, .5));
        follows(() -> Tensors.eye(2));
        follows(() -> Tensors.blockDiag());
        follows(() -> Fft.fftfreq(4, 1, TensorOptions.DEFAULT));
        stays(DType.INT64, () -> Tensors.full(new long[] {2}, 1));
        stays(DType.INT64, () -> Tensors.arange(3));
        stays(DType.FLOAT32, () -> Tensors.tensor(1f, 2f));
        stays(DType.FLOAT32, () -> Tensors.randLike(Tensors.tensor(1f)));
    }

    @Test
    void windowsAreOfTwoDTypes() {
        try (Guard _ = DTypes.use(DType.FLOAT64)) {
            assertEquals(
                    DType.FLOAT64,
                    SignalWindows.hann(4, true, TensorOptions.DEFAULT).dtype());
        }
        try (Guard _ = DTypes.use(DType.FLOAT16)) {
            assertThrows(JgradException.class, () -> SignalWindows.hann(4, true, TensorOptions.DEFAULT));
        }
    }

    @Test
    void integersBecomeIt() {
        Tensor i = Tensors.arange(1, 7).reshape(2, 3);
        Tensor mask = i.gt(2);
        follows(() -> i.div(i));
        follows(() -> i.div(2));
        follows(i::sqrt);
        follows(mask::exp);
        follows(() -> i.mul(1.5));
        follows(() -> mask.add(0.5));
        follows(() -> i.to(DType.INT32).div(Tensors.scalar(2)));
        follows(() -> i.pow(0.5));
        follows(() -> i.rpow(2.5));
        follows(() -> i.clamp(0.5, 2.5));
        follows(() -> i.remainder(2.5));
        follows(() -> i.atan2(i));
        follows(() -> i.mul(Tensors.scalar(1.5)));
        follows(() -> i.logsumexp(0, false));
        follows(i::angle);
        follows(i::cov);
        follows(() -> Tensors.gradient(i).getFirst());
        follows(() -> Tensors.trapezoid(i, 1, 0));
        follows(() -> Special.i0e(i));
        follows(() -> Special.entr(i));
        follows(() -> Special.xlogy(i, 2.0));
        follows(() -> Special.polygamma(1, i));
        follows(() -> Tensors.where(mask, i, 1.5));
        follows(() -> Tensors.where(mask, 1.5, i));
        stays(DType.INT64, () -> i.add(1));
        stays(DType.FLOAT64, () -> i.floatPower(2));
        stays(DType.FLOAT32, () -> Masked.var(i, new int[] {0}, true, null, false, null, null));
    }

    @Test
    void fractionsAreAsExactAsTheDefault() {
        try (Guard _ = DTypes.use(DType.FLOAT64)) {
            assertArrayEquals(
                    new double[] {1 / 3.0, Math.sqrt(2)},
                    Tensors.stack(
                                    0,
                                    Tensors.scalar(1L).div(3),
                                    Tensors.scalar(2L).sqrt())
                            .toDoubleArray());
            assertEquals(0.1, Tensors.tensor(0.1).item());
        }
    }

    /** A number is of the default dtype, but raises none of its category, not even that of a scalar tensor. */
    @Test
    void numbersRaiseNothing() {
        Tensor single = Tensors.tensor(1f).squeeze();
        Tensor integer = Tensors.scalar(1L).to(DType.INT32);
        Tensor yes = Tensors.scalar(true);
        stays(DType.FLOAT32, () -> single.mul(1.5));
        stays(DType.FLOAT32, () -> Tensors.where(yes, single, 1.5));
        stays(DType.FLOAT32, () -> Special.xlogy(single, 2.0));
        stays(DType.INT32, () -> Tensors.where(yes, integer, 1));
        stays(DType.INT32, () -> integer.add(1));
    }

    @Test
    void printingLeavesItOut() {
        Tensor single = Tensors.tensor(1f, 2f);
        try (Guard _ = DTypes.use(DType.FLOAT64)) {
            assertEquals("tensor([0., 0.])", Tensors.zeros(2).toString());
            assertEquals("tensor([1., 2.], dtype=torch.float32)", single.toString());
            assertEquals(
                    "tensor([], dtype=torch.float32)",
                    Tensors.empty(TensorOptions.dtype(DType.FLOAT32), 0).toString());
        }
        assertEquals("tensor([1., 2.])", single.toString());
    }

    @Test
    void onlyFloatingDTypes() {
        for (DType dtype : DType.values()) {
            if (!dtype.isFloatingPoint()) {
                DTypeException e = assertThrows(DTypeException.class, () -> DType.setDefault(dtype));
                assertTrue(e.getMessage().startsWith("only floating-point types are supported as the default type"));
                assertThrows(DTypeException.class, () -> DTypes.use(dtype));
            }
        }
        assertEquals(DType.FLOAT32, DTypes.current());
    }

    /** The setting is the process's, a block is its thread's. */
    @Test
    void threads() {
        Supplier<DType> elsewhere =
                () -> CompletableFuture.supplyAsync(DTypes::current).join();
        DType.setDefault(DType.FLOAT64);
        try {
            assertEquals(DType.FLOAT64, DTypes.current());
            assertEquals(DType.FLOAT64, elsewhere.get());
            try (Guard _ = DTypes.use(DType.BFLOAT16)) {
                assertEquals(DType.BFLOAT16, DTypes.current());
                assertEquals(DType.FLOAT64, elsewhere.get());
            }
            assertEquals(DType.FLOAT64, DTypes.current());
        } finally {
            DType.setDefault(DType.FLOAT32);
        }
    }

    /** A recorded function does not replay what was recorded under another default. */
    @Test
    void recordedFunctions() {
        CompiledFunction third = new CompiledFunction(
                "third",
                in -> List.of(in.getFirst().div(3)),
                () -> new CompiledFunction.State(List.of(), List.of(), null));
        for (int i = 0; i < 3; i++) {
            for (DType dtype : FLOATING) {
                try (Guard _ = DTypes.use(dtype)) {
                    assertEquals(
                            dtype,
                            third.call(List.of(Tensors.arange(5))).getFirst().dtype());
                }
            }
        }
        assertTrue(third.replays() > 0);
    }

    /** What samples show of each operation: where integers give float32, they give the default dtype. */
    @TestFactory
    Stream<DynamicTest> everyOperationOnIntegers() {
        return Samples.all().stream()
                .map(s -> DynamicTest.dynamicTest(s.name(), () -> {
                    List<Tensor> inputs = s.inputs().get().stream()
                            .map(t -> t.abs().add(1).to(DType.INT64))
                            .toList();
                    DType usual = result(s, inputs);
                    DType expected = usual == DType.FLOAT32 && !SINGLE.contains(s.name()) ? DType.FLOAT64 : usual;
                    try (Guard _ = DTypes.use(DType.FLOAT64)) {
                        assertEquals(expected, result(s, inputs));
                    }
                }));
    }

    private static @Nullable DType result(OpSample s, List<Tensor> inputs) {
        try {
            return s.function().apply(inputs).dtype();
        } catch (JgradException _) {
            return null;
        }
    }

    /** Where all operands are of float32, results and gradients are too, and of the same bits under any default. */
    @TestFactory
    Stream<DynamicTest> everyOperationOnOtherFloats() {
        return Samples.all().stream()
                .map(s -> DynamicTest.dynamicTest(s.name(), () -> {
                    List<Tensor> usual = both(s);
                    try (Guard _ = DTypes.use(DType.FLOAT64)) {
                        List<Tensor> under = both(s);
                        for (int i = 0; i < usual.size(); i++) {
                            assertEquals(usual.get(i).dtype(), under.get(i).dtype());
                            assertArrayEquals(
                                    usual.get(i).toDoubleArray(), under.get(i).toDoubleArray());
                        }
                    }
                }));
    }

    private static List<Tensor> both(OpSample s) {
        List<Tensor> leaves = s.inputs().get().stream()
                .map(t -> t.toFloat().detach().requiresGrad_())
                .toList();
        Tensor out = s.function().apply(leaves);
        out.sum().backward();
        List<Tensor> all = new ArrayList<>(List.of(out.detach()));
        leaves.stream().map(Tensor::grad).filter(Objects::nonNull).forEach(all::add);
        return all;
    }
}
