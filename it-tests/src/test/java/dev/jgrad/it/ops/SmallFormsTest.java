package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.Special;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Forms of operations that no table of samples reaches: numbers as operands, sizes in place, corners of dtypes. */
class SmallFormsTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    @Test
    void trueAsAnExponent() {
        Tensor b = Tensors.tensor(true, false);
        assertEquals("tensor([ True, False])", b.pow(true).toString());
        assertEquals("tensor([True, True])", b.pow(false).toString());
        assertEquals("tensor([ True, False])", b.clone().pow_(true).toString());
        assertEquals(
                "tensor([2., 3.], grad_fn=<PowBackward0>)",
                Tensors.tensor(2., 3.).requiresGrad_().pow(true).toString());
        assertThrows(DTypeException.class, () -> b.pow(Tensors.scalar(true)));
    }

    @Test
    void shiftsRefuseBool() {
        Tensor b = Tensors.tensor(true);
        String left =
                assertThrows(DTypeException.class, () -> b.bitwiseLeftShift(b)).getMessage();
        assertEquals("\"lshift_cpu\" not implemented for 'Bool': bitwise_left_shift takes integral tensors", left);
        String right =
                assertThrows(DTypeException.class, () -> b.bitwiseRightShift(b)).getMessage();
        assertEquals("\"rshift_cpu\" not implemented for 'Bool': bitwise_right_shift takes integral tensors", right);
        assertEquals("tensor([0])", b.bitwiseRightShift(1).toString());
    }

    @Test
    void oneOperandDecidesWhereTheOtherIsNan() {
        Tensor nan = Tensors.scalar(Double.NaN);
        assertEquals(0, Special.gammainc(Tensors.scalar(INF), nan).item());
        assertEquals(1, Special.gammaincc(nan, Tensors.scalar(0.)).item());
        assertEquals(INF, Special.zeta(nan, Tensors.scalar(-INF)).item());
        assertEquals(Double.NaN, Special.zeta(nan, Tensors.scalar(2.)).item());
    }

    @Test
    void normsOfNothing() {
        Tensor empty = Tensors.zeros(2, 0, 3);
        int[] dims = {-2, -1};
        for (double ord : new double[] {1, 2, INF}) {
            assertEquals(
                    "tensor([0., 0.])",
                    Linalg.matrixNorm(empty, ord, dims, false, null).toString());
        }
        assertEquals(
                "tensor([[[0.]],\n\n        [[0.]]])",
                Linalg.matrixNorm(empty, 1, dims, true, null).toString());
    }

    @Test
    void integersKeepTheirDTypeWhereNothingIsSummed() {
        Tensor bytes = Tensors.ones(TensorOptions.dtype(DType.UINT8), 1, 2, 3);
        assertEquals(DType.UINT8, bytes.sumToSize(1, 2, 3).dtype());
        assertEquals(DType.INT64, bytes.sumToSize(1, 1, 3).dtype());
        assertEquals(DType.INT64, bytes.get(0, 0, 0).sumToSize().dtype());
        assertEquals(
                DType.UINT8, Tensors.einsum("aij,ajk->aik", bytes, bytes.mT()).dtype());
    }

    @Test
    void distancesOfHalfPrecisionDoNotOverflow() {
        Tensor x = Tensors.full(TensorOptions.dtype(DType.FLOAT16), 20, 4);
        assertEquals(28.28, x.dist(x.zerosLike(), 4).item(), 0.01);
    }

    @Test
    void spacingGoesWithDimensions() {
        Tensor x = Tensors.ones(3, 3);
        String text = assertThrows(
                        ArgumentException.class, () -> Tensors.gradient(x, new double[] {0.1}, new int[] {1, 0}, 1))
                .getMessage();
        assertEquals(
                "torch.gradient expected spacing to be unspecified, a scalar or it's spacing and dim arguments to have the"
                        + " same length, but got a spacing argument of length 1 and a dim argument of length 2.",
                text);
        assertEquals(2, Tensors.gradient(x, 0.1, null, 1).size());
    }

    @Test
    void comparisonsInPlaceWithNumbers() {
        assertArrayEquals(new double[] {1, 0, 0}, row().lt_(2).toDoubleArray());
        assertArrayEquals(new double[] {1, 1, 0}, row().lessEqual_(2.).toDoubleArray());
        assertArrayEquals(new double[] {0, 0, 1}, row().greater_(row().fill_(2)).toDoubleArray());
        assertArrayEquals(new double[] {1, 0, 1}, row().notEqual_(2).toDoubleArray());
    }

    private static Tensor row() {
        return Tensors.tensor(1., 2., 3.);
    }

    @Test
    void diagonals() {
        assertEquals(
                "tensor([[1., 0.],\n        [0., 1.],\n        [0., 0.],\n        [1., 0.],\n        [0., 1.]])",
                Tensors.zeros(5, 2).fillDiagonal_(1, true).toString());
        assertEquals(
                "tensor([[1., 0.],\n        [0., 1.],\n        [0., 0.]])",
                Tensors.zeros(2, 3).t().fillDiagonal_(1).toString());
        String one = assertThrows(ShapeException.class, () -> Tensors.zeros(3).fillDiagonal_(1))
                .getMessage();
        assertEquals("dimensions must larger than 1", one);
        String unequal = assertThrows(
                        ShapeException.class, () -> Tensors.zeros(2, 3, 2).fillDiagonal_(1))
                .getMessage();
        assertEquals("all dimensions of input must be of equal length", unequal);
    }

    @Test
    void sizesInPlace() {
        Tensor x = Tensors.arange(6).reshape(2, 3);
        assertSame(x, x.resize_(2, 2));
        assertEquals("tensor([[0, 1],\n        [2, 3]])", x.toString());
        assertEquals("tensor([0, 1, 2, 3, 4, 5])", x.resize_(6).toString());
        assertArrayEquals(
                new long[] {0, 1, 2, 3, 4, 5, 0, 0},
                x.resizeAs_(Tensors.zeros(2, 4)).toLongArray());
        Tensor part = Tensors.arange(6).narrow(0, 2, 2).resize_(3);
        assertEquals("tensor([2, 3, 4])", part.toString());
        assertThrows(AutogradException.class, () -> row().requiresGrad_().resize_(2));
    }

    @Test
    void aSeedThatNobodyForesees() {
        Generator g = new Generator(1);
        long seed = g.seed();
        assertEquals(seed, g.initialSeed());
        assertNotEquals(seed, g.seed());
        assertEquals(List.of(g.initialSeed(), 0L), List.of(g.state()[0], g.state()[1]));
    }
}
