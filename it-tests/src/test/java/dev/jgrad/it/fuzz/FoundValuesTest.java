package dev.jgrad.it.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.DType;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** Values that random programs found to be wrong, each by the smallest program that showed it. */
class FoundValuesTest {
    private static final long[] ONE = {1};
    private static final long[] ZERO = {0};
    private static final long[] TWO = {2};

    private static Tensor image(long... sizes) {
        return Tensors.arange(dev.jgrad.data.Dims.numel(sizes)).toFloat().reshape(sizes);
    }

    @Test
    void rowsOfAScalarAreFilledByAVector() {
        Tensor x = Tensors.scalar(1.0);
        assertEquals(5, x.indexFill(0, Tensors.tensor(0L, 0L), 5.0).item());
        assertThrows(
                IndexException.class,
                () -> x.indexFill(0, Tensors.tensor(0L, 0L).reshape(1, 2), 5.0));
    }

    /** oneDNN refuses such a shape, with a step of 1 the output padding goes beyond what a convolution reaches. */
    @Test
    void transposedConvolutionTakesAnOutputPaddingOfAStep() {
        Tensor x = image(1, 20, 21, 19).mul(1e-3);
        Tensor w = image(20, 1, 2, 2);
        Tensor y = Functional.convTranspose2d(x, w, null, ONE, ZERO, ONE, 1, TWO);
        Tensor expected = Functional.convTranspose2d(x.toDouble(), w.toDouble(), null, ONE, ZERO, ONE, 1, TWO);
        assertTrue(y.toDouble().allClose(expected, 1e-5, 1e-3));
    }

    @Test
    void matricesThatShareElementsAreMultiplied() {
        Tensor x = image(3, 64, 64).mul(1e-4).unfold(0, 2, 1);
        Tensor product = x.matmul(x.transpose(2, 3));
        assertTrue(product.allClose(x.clone().matmul(x.clone().transpose(2, 3)), 1e-4, 1e-5));
    }

    @Test
    void squaresThatOverflowInSumDoNotInTheVariance() {
        Tensor x = Tensors.full(new long[] {33}, 8e18);
        x.narrow(0, 0, 16).neg_();
        double expected = x.toDouble().std().item();
        assertEquals(expected, x.std().item(), 1e-6 * expected);
    }

    @Test
    void attentionWithoutHeadsIsEmpty() {
        Tensor x = Tensors.ones(2, 0, 3, 4);
        assertEquals(
                x.shape(),
                Functional.scaledDotProductAttention(x, x, x, null, 0, false, null, true)
                        .shape());
        Tensor q = Tensors.ones(2, 3, 3, 4);
        assertThrows(
                ShapeException.class, () -> Functional.scaledDotProductAttention(q, x, x, null, 0, false, null, true));
    }

    /** Gave zeros: the variance was infinite in float32, its root is not. */
    @Test
    void squaresThatOverflowDoNotInLayerNorm() {
        Tensor x = Tensors.tensor(3., -7., 1., 2., -5., 4., 6., -2., 5.).toFloat();
        Tensor expected = Functional.layerNorm(x, new long[] {9}, null, null, 1e-5);
        Tensor actual = Functional.layerNorm(x.mul(7e18), new long[] {9}, null, null, 1e-5);
        assertTrue(actual.allClose(expected, 1e-5, 1e-5), actual.toString());
    }

    /** Looked for the gradient's place within an empty base. */
    @Test
    void viewsMayShowMoreThanTheirBase() {
        Tensor x = Tensors.tensor(3., 5.).toFloat().requiresGrad_();
        Tensor y = x.slice(0, 1, 1, 3).asStrided(new long[] {1, 1}, new long[] {1, 2}, 0);
        y.square().sum().backward();
        assertEquals("tensor([0., 0.])", x.grad().toString());
    }

    /** oneDNN refuses windows of 2 every 3 in rows of 8, though they do not overlap. */
    @Test
    void convolutionsTakeWindowsWithGaps() {
        Tensor windows = image(7, 8, 8).unfold(2, 2, 3);
        Tensor w = image(8, 9, 2, 2).mul(1e-3);
        long[] one = {1};
        Tensor expected = Functional.convTranspose2d(windows.contiguous(), w, null, one, one, ZERO, 1, one);
        Tensor actual = Functional.convTranspose2d(windows, w, null, one, one, ZERO, 1, one);
        assertTrue(actual.allClose(expected, 1e-4, 1e-4), actual.toString());
    }

    /** oneDNN read what lies between and behind them. */
    @Test
    void rowsWithGapsAreMultiplied() {
        Tensor rows = image(1100, 1, 3).narrow(2, 0, 2);
        Tensor ones = Tensors.ones(1100, 1, 1);
        assertArrayEquals(
                rows.toDoubleArray(), ones.matmul(rows).reshape(1100, 1, 2).toDoubleArray());
        Tensor columns = image(1100, 16, 2).narrow(2, 0, 1).transpose(1, 2);
        assertArrayEquals(columns.toDoubleArray(), ones.matmul(columns).toDoubleArray());
    }

    /** See also {@code SmallHeapTest}. */
    @Test
    void combinationsAreInOrder() {
        Tensor all = Tensors.combinations(Tensors.arange(110), 4, false);
        assertArrayEquals(new long[] {5_773_185, 4}, all.shape().toArray());
        assertArrayEquals(new long[] {0, 1, 2, 4}, all.get(1).toLongArray());
        assertArrayEquals(new long[] {106, 107, 108, 109}, all.get(-1).toLongArray());
        assertArrayEquals(
                new long[] {0, 0, 0, 1, 1, 1},
                Tensors.combinations(Tensors.arange(2), 2, true).reshape(-1).toLongArray());
        assertArrayEquals(
                new long[] {0, 7},
                Tensors.combinations(Tensors.arange(5), 7, false).shape().toArray());
    }

    /** Single numbers gave 9: their quotient was that of double precision. */
    @Test
    void quotientsAreRoundedBeforeTheyAreCut() {
        for (long n : new long[] {1, 100, 100_000}) {
            Tensor x = Tensors.ones(n);
            assertEquals(10, x.div(0.1, "trunc").get(0).item());
            assertEquals(9, x.div(0.1, "floor").get(0).item());
            assertEquals(
                    10, x.div(Tensors.full(new long[] {n}, 0.1), "trunc").get(0).item());
        }
    }

    /** Read an index that is not there. */
    @Test
    void scalarsAreCopiedToOnePlace() {
        Tensor x = Tensors.scalar(1);
        assertThrows(
                IndexException.class, () -> x.indexCopy(-1, Tensors.zeros(TensorOptions.dtype(DType.INT64), 0), x));
    }

    /** Divided by the stride's lower half. */
    @Test
    void stridesMayExceedAnInt() {
        Tensor x = Tensors.ones(1, 1, 5).requiresGrad_();
        Functional.conv1d(x, Tensors.ones(1, 1, 2), null, new long[] {1L << 40}, ZERO, ONE, 1)
                .sum()
                .backward();
        assertEquals("tensor([[[1., 1., 0., 0., 0.]]])", x.grad().toString());
    }
}
