package dev.jgrad.it.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Shape;
import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.expression.ModuleExpression;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where modules meet numbers that are none, empty sizes, unusual ranks and settings without sense. */
class ModuleEdgesTest {
    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64"})
    void linearWithoutFeatures(DType dtype) {
        Module linear = ModuleExpression.build("nn.Linear(0, 2)");
        linear.to(dtype);
        for (long[] sizes : new long[][] {{0}, {3, 0}, {2, 3, 0}, {2, 0, 0}}) {
            Tensor out = linear.call(Tensors.zeros(TensorOptions.dtype(dtype), sizes));
            long[] expected = sizes.clone();
            expected[expected.length - 1] = 2;
            assertEquals(Shape.of(expected), out.shape());
        }
    }

    @Test
    void dropoutOfChannelsTakesWhatPyTorchTakes() {
        Tensor dropped = Functional.dropout2d(Tensors.ones(50, 40), 0.5, true);
        double ones = dropped.eq(0).logicalOr(dropped.eq(2)).sum().item();
        assertEquals(2000, ones);
        assertEquals(
                Shape.of(2, 3, 1, 1, 1, 1),
                Functional.dropout3d(Tensors.ones(2, 3, 1, 1, 1, 1), 0.5, true).shape());
        assertArrayEquals(
                new float[] {0, 0},
                Functional.dropout2d(Tensors.ones(2), 1, true).toFloatArray());
        assertThrows(ShapeException.class, () -> Functional.dropout2d(Tensors.ones(2), 0.5, true));
        assertThrows(ShapeException.class, () -> Functional.dropout1d(Tensors.ones(2), 0.5, true));
    }

    @Test
    void oneVarianceForASizeInTheMiddle() {
        Tensor x = Tensors.randn(2, 3, 4);
        Tensor y = Tensors.randn(2, 3, 4);
        Tensor var = Tensors.rand(2, 1, 4).add(0.5);
        Tensor all = Functional.gaussianNllLoss(x, y, var.expand(2, 3, 4), true, 1e-6, "sum");
        assertEquals(
                all.item(),
                Functional.gaussianNllLoss(x, y, var, true, 1e-6, "sum").item(),
                1e-4);
        assertThrows(
                ShapeException.class, () -> Functional.gaussianNllLoss(x, y, Tensors.ones(1, 1, 4), true, 1e-6, "sum"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1})
    void batchNormWantsAPositiveEps(double eps) {
        Module norm = ModuleExpression.build("nn.BatchNorm1d(3, eps=" + eps + ")");
        ArgumentException e = assertThrows(ArgumentException.class, () -> norm.call(Tensors.randn(4, 3)));
        assertEquals("batch_norm eps must be positive during training, but got " + eps, e.getMessage());
        norm.eval();
        if (eps == 0) {
            assertEquals(Shape.of(4, 3), norm.call(Tensors.randn(4, 3)).shape());
        } else {
            assertThrows(ArgumentException.class, () -> norm.call(Tensors.randn(4, 3)));
        }
    }

    @Test
    void aWindowOfThreeDimensionsMustFitIntoTheInput() {
        Tensor x = Tensors.ones(1, 1, 2, 4, 4);
        assertThrows(
                ShapeException.class,
                () -> ModuleExpression.build("nn.AvgPool3d(3, ceil_mode=True)").call(x));
        assertThrows(
                ShapeException.class,
                () -> ModuleExpression.build("nn.LPPool3d(2, 3, ceil_mode=True)")
                        .call(x));
        assertEquals(
                Shape.of(1, 1, 1, 2, 2),
                ModuleExpression.build("nn.AvgPool3d(2, ceil_mode=True)")
                        .call(x)
                        .shape());
    }

    @Test
    void aCountOfElementsHasNoGradient() {
        Tensor x = Tensors.randn(2, 3).requiresGrad_();
        Tensor y = Tensors.randn(2, 3).requiresGrad_();
        ModuleExpression.build("nn.PairwiseDistance(p=0)").call(x, y).sum().backward();
        assertNull(x.grad());
        assertNull(y.grad());
    }
}
