package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Out;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import dev.jgrad.testkit.Samples;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code out=} equals the result, by PyTorch's rules. */
class OutTest {
    private static final Tensor TWO = Tensors.tensor(1.0, 2.0);

    @TestFactory
    Stream<DynamicTest> everySampleFillsItsOutput() {
        return Samples.all().stream()
                .map(s -> DynamicTest.dynamicTest(s.name(), () -> {
                    Tensor expected = s.function().apply(s.inputs().get());
                    Tensor out = expected.newZeros(0);
                    assertSame(
                            out,
                            Out.into(out, () -> s.function().apply(s.inputs().get())));
                    assertEquals(expected.shape(), out.shape());
                    assertArrayEquals(expected.toDoubleArray(), out.toDoubleArray());
                }));
    }

    @Test
    void resultsAreCastToTheirKind() {
        Tensor wide = Tensors.zeros(TensorOptions.dtype(DType.FLOAT64), 2);
        assertArrayEquals(
                new double[] {2, 4}, Out.into(wide, () -> TWO.add(TWO)).toDoubleArray());
        Tensor whole = Tensors.zeros(TensorOptions.dtype(DType.INT64), 2);
        assertEquals(
                "result type Float can't be cast to the desired output type Long",
                assertThrows(DTypeException.class, () -> Out.into(whole, () -> TWO.add(TWO)))
                        .getMessage());
    }

    @Test
    void gradientsAreRefusedOutsideOfNoGrad() {
        Tensor x = Tensors.ones(2).requiresGrad_();
        Tensor out = Tensors.zeros(2);
        AutogradException e = assertThrows(AutogradException.class, () -> Out.into(out, () -> x.add(TWO)));
        assertTrue(e.getMessage().startsWith("add(): functions with out=... arguments don't support automatic"));
        assertThrows(AutogradException.class, () -> Out.into(x, () -> TWO.add(TWO)));
        try (var _ = Grad.disabled()) {
            Out.into(out, () -> x.add(TWO));
        }
        assertArrayEquals(new double[] {2, 3}, out.toDoubleArray());
    }

    @Test
    void memoryIsWrittenInPlaceAndCounted() {
        Tensor base = Tensors.zeros(4);
        int version = base.version();
        Out.into(base.slice(0, 0, 4, 2), () -> TWO.mul(3));
        assertArrayEquals(new double[] {3, 0, 6, 0}, base.toDoubleArray());
        assertTrue(base.version() > version);
        Out.into(base.narrow(0, 1, 3), () -> base.narrow(0, 0, 3).add(1));
        assertArrayEquals(new double[] {3, 4, 1, 7}, base.toDoubleArray());
        assertThrows(ShapeException.class, () -> Out.into(Tensors.zeros(1).expand(2), () -> TWO.add(1)));
    }

    @Test
    void outputsTakeTheShapeOfResults() {
        Tensor out = Tensors.zeros(3);
        assertEquals(TWO.shape(), Out.into(out, () -> TWO.add(1)).shape());
    }

    @Test
    void severalResultsGoIntoSeveralTensors() {
        Tensor values = Tensors.zeros(2);
        Tensor indices = Tensors.zeros(TensorOptions.dtype(DType.INT64), 2);
        Out.into(List.of(values, indices), () -> {
            var sorted = TWO.sort(0, true);
            return List.of(sorted.values(), sorted.indices());
        });
        assertArrayEquals(new double[] {2, 1}, values.toDoubleArray());
        assertArrayEquals(new long[] {1, 0}, indices.toLongArray());
        assertThrows(ArgumentException.class, () -> Out.into(List.of(values), () -> List.of(TWO, TWO)));
    }
}
