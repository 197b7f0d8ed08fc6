package dev.jgrad.it.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.GradCheck;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.OutOfMemoryException;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.Special;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What random programs found, each as the smallest program that showed it. */
class FoundTest {
    private static final long[] ONE = {1};
    private static final long[] ZERO = {0};
    private static final long[] TWO = {2};

    private static Tensor image(long... sizes) {
        return Tensors.arange(dev.jgrad.data.Dims.numel(sizes)).toFloat().reshape(sizes);
    }

    @Test
    void scalarsHaveNoSizeOfADimension() {
        Tensor x = Tensors.scalar(1.0);
        assertEquals(
                "Dimension specified as 0 but tensor has no dimensions",
                assertThrows(IndexException.class, () -> x.size(0)).getMessage());
        assertThrows(IndexException.class, () -> x.stride(-1));
        assertThrows(IndexException.class, () -> Functional.multilabelSoftMarginLoss(x, x, null, "none"));
    }

    @Test
    void indexPutWantsAnIndex() {
        Tensor x = Tensors.ones(3);
        assertThrows(ArgumentException.class, () -> x.indexPut(List.of(), x, false));
    }

    @Test
    void unpoolingChecksItsArguments() {
        Tensor x = Tensors.ones(1, 2, 2);
        Tensor at = Tensors.zeros(TensorOptions.dtype(DType.INT64), 1, 2, 2);
        assertThrows(DTypeException.class, () -> Functional.maxUnpool2d(x, x, new long[] {4, 4}));
        assertThrows(ShapeException.class, () -> Functional.maxUnpool2d(x.get(0), at.get(0), new long[] {4, 4}));
        assertThrows(ShapeException.class, () -> Functional.maxUnpool2d(x, at, new long[] {4}));
        assertThrows(ArgumentException.class, () -> Functional.maxUnpool2d(x, at, new long[0], TWO, ZERO, null));
        assertThrows(ArgumentException.class, () -> Functional.maxUnpool2d(x, at, TWO, TWO, ZERO, new long[] {3}));
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

    /** The window's taps lie left and right of the input. */
    @Test
    void aWindowThatMissesTheInputHasNoMaximum() {
        Tensor x = image(3, 2).requiresGrad_();
        long[] three = {3};
        Tensor y = Functional.maxPool1d(x, TWO, null, ONE, three, false);
        assertArrayEquals(new double[] {-1 / 0.0, -1 / 0.0, -1 / 0.0}, y.toDoubleArray());
        y.sum().backward();
        assertNotNull(x.grad());
        assertThrows(ArgumentException.class, () -> Functional.maxPool1d(x, TWO, null, TWO, three, false));
    }

    @Test
    void squaresThatOverflowInSumDoNotInTheVariance() {
        Tensor x = Tensors.full(new long[] {33}, 8e18);
        x.narrow(0, 0, 16).neg_();
        double expected = x.toDouble().std().item();
        assertEquals(expected, x.std().item(), 1e-6 * expected);
    }

    @Test
    void randomNumbersAreNotWrittenOverEachOther() {
        assertThrows(ShapeException.class, () -> Tensors.zeros(1).expand(4).normal_(0, 1));
    }

    @Test
    void randomNumbersForgetWhatWasThere() {
        Tensor x = Tensors.ones(2).requiresGrad_();
        Tensor y = x.mul(2).normal_(0, 1);
        assertEquals("NormalBackward0", assertNotNullNode(y));
        y.sum().backward();
        assertArrayEquals(
                new double[2], java.util.Objects.requireNonNull(x.grad()).toDoubleArray());
    }

    private static String assertNotNullNode(Tensor t) {
        var node = t.gradFn();
        assertNotNull(node);
        return node.name();
    }

    @Test
    void trianglesOfGiantsAreRefused() {
        assertThrows(OutOfMemoryException.class, () -> Tensors.trilIndices(1L << 20, 1L << 20, 5));
        assertArrayEquals(
                new long[] {1, 2, 2, 0, 0, 1}, Tensors.trilIndices(3, 3, -1).toLongArray());
    }

    @Test
    void combinationsBeyondMemoryAreRefused() {
        assertThrows(ArgumentException.class, () -> Tensors.combinations(Tensors.ones(561), 17, true));
    }

    /** As in PyTorch the result is in the graph; gradients that silently stopped here would be wrong. */
    @Test
    void whatHasNoFormulaFailsInTheBackwardPass() {
        Tensor x = Tensors.ones(2).requiresGrad_();
        Tensor y = x.floorDivide(2.0);
        assertEquals("NotImplemented", assertNotNullNode(y));
        assertEquals(
                "derivative for aten::floor_divide is not implemented",
                assertThrows(AutogradException.class, () -> y.sum().backward()).getMessage());
        assertThrows(
                AutogradException.class, () -> x.clone().floorDivide_(2.0).sum().backward());
    }

    @Test
    void solvingForATensorChecksDimensions() {
        assertThrows(ShapeException.class, () -> Linalg.tensorsolve(Tensors.ones(64), Tensors.ones(64, 64), null));
    }

    /** Two thousand million empty pieces took all time and memory. */
    @Test
    void splitsIntoNoMorePiecesThanMemoryHolds() {
        assertThrows(ArgumentException.class, () -> Tensors.ones(4).tensorSplit(1L << 31, 0));
        assertEquals(9, Tensors.ones(4).tensorSplit(9, 0).size());
    }

    /** The place of the inner part was looked up from the start of the storage that the outer one's gradient lies in. */
    @Test
    void partsOfPartsHaveSecondDerivatives() {
        Tensor x = Tensors.arange(6).toDouble().add(0.5).requiresGrad_();
        GradCheck.gradgradcheck(in -> in[0].narrow(0, 2, 4).narrow(0, 1, 2).pow(3), x);
        GradCheck.gradgradcheck(
                in -> in[0].reshape(2, 3)
                        .select(0, 1)
                        .reshape(1, 3)
                        .select(0, 0)
                        .pow(3),
                x);
    }

    /** The end of the view overflowed, and what lies far outside was read. */
    @Test
    void viewsBeyondCountingAreRefused() {
        Tensor x = Tensors.ones(4);
        assertThrows(ShapeException.class, () -> x.asStrided(new long[0], new long[0], Long.MAX_VALUE));
        assertThrows(ShapeException.class, () -> x.asStrided(new long[] {3}, new long[] {Long.MAX_VALUE}, 0));
    }

    @Test
    void fractionalPoolingChecksItsArguments() {
        Tensor x = Tensors.ones(2, 5, 5, 5);
        long[] none = {};
        long[] two = {2, 2};
        assertThrows(ArgumentException.class, () -> Functional.fractionalMaxPool3d(x, none, TWO, null, null));
        assertThrows(ArgumentException.class, () -> Functional.fractionalMaxPool3d(x, TWO, two, null, null));
        assertThrows(ArgumentException.class, () -> Functional.fractionalMaxPool2d(x, TWO, none, null, null));
        assertThrows(
                ArgumentException.class, () -> Functional.fractionalMaxPool3d(x, TWO, null, new double[] {}, null));
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

    @Test
    void sizesBeyondArraysAreRefused() {
        Tensor x = image(1, 1, 2, 2);
        assertThrows(ArgumentException.class, () -> x.histogram(1L << 31, null, null, false));
        assertThrows(
                ArgumentException.class,
                () -> Functional.upsampleBilinear(x, null, new double[] {Double.POSITIVE_INFINITY, 0.5}));
    }

    /** The running mean had moved when the input turned out to be one that cannot be saved. */
    @Test
    void refusedNormalisationLeavesStatisticsAlone() {
        Tensor x;
        try (var _ = Grad.inferenceMode()) {
            x = image(2, 1, 3).add(1);
        }
        Tensor mean = Tensors.zeros(1);
        Tensor var = Tensors.ones(1);
        Tensor weight = Tensors.ones(1).requiresGrad_();
        assertThrows(AutogradException.class, () -> Functional.batchNorm(x, mean, var, weight, null, true, 0.1, 1e-5));
        assertEquals(0, mean.item());
        assertEquals(1, var.item());
    }

    @Test
    void gridsBeyondCountingAreRefused() {
        assertThrows(ArgumentException.class, () -> Tensors.histogramdd(Tensors.ones(2, 40), 2, null, null, true));
    }

    @Test
    void attentionNamesTheWeightThatIsMissing() {
        Tensor x = Tensors.ones(3, 4);
        Tensor w = Tensors.ones(4, 4);
        String message = assertThrows(
                        ArgumentException.class,
                        () -> Functional.multiHeadAttentionForward(
                                x, x, x, 4, 2, null, null, null, null, false, 0, w, null, true, null, false, null, true,
                                w, null, w, false, false))
                .getMessage();
        assertTrue(message.contains("k_proj_weight is missing"), message);
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

    @Test
    void repeatsAreBounded() {
        Tensor x = Tensors.ones(2, 3);
        assertThrows(OutOfMemoryException.class, () -> x.repeatInterleave(1L << 40));
        assertThrows(JgradException.class, () -> x.repeatInterleave(1L << 62));
        assertThrows(ArgumentException.class, () -> x.repeatInterleave(Tensors.tensor(1L << 40)));
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

    /** The square of the factor was 0. */
    @Test
    void factorsBeyondCountingAreRefused() {
        Tensor x = Tensors.ones(2, 8, 3, 3);
        assertThrows(ArgumentException.class, () -> Functional.pixelShuffle(x, 1L << 40));
        assertThrows(ArgumentException.class, () -> Functional.pixelShuffle(x, 1L << 32));
        assertThrows(ShapeException.class, () -> Functional.pixelShuffle(x, 1L << 31));
        Tensor empty = Tensors.ones(2, 8, 0, 0);
        assertThrows(ArgumentException.class, () -> Functional.pixelUnshuffle(empty, 1L << 40));
        assertThrows(ArgumentException.class, () -> Functional.pixelUnshuffle(empty, 1L << 31));
    }

    /** The rule read what the write had left, and gave a wrong gradient. */
    @Test
    void valuesMultipliedByThemselvesInPlaceAreGone() {
        Tensor x = Tensors.tensor(2., 3.).requiresGrad_();
        Tensor y = x.mul(1);
        y.mul_(y);
        AutogradException e =
                assertThrows(AutogradException.class, () -> y.sum().backward());
        assertTrue(e.getMessage().contains("is at version 1; expected version 0 instead"), e.getMessage());
        Tensor z = x.mul(1);
        z.div_(z.view(-1));
        assertThrows(AutogradException.class, () -> z.sum().backward());
        x.mul(1).add_(x.mul(1)).sum().backward();
        assertEquals("tensor([2., 2.])", x.grad().toString());
    }

    /** What is 0 or 1 does not change with what was compared: the gradient went on as if nothing had been written. */
    @Test
    void comparisonsInPlaceEndGradients() {
        Tensor x = Tensors.tensor(2., 3.).requiresGrad_();
        Tensor y = x.mul(1).gt_(x);
        assertEquals("GtBackward1", assertNotNullNode(y));
        y.sum().backward();
        assertEquals("tensor([0., 0.])", x.grad().toString());
        Tensor z = Tensors.ones(3, 2).eq_(x);
        z.sum().backward();
        assertEquals("tensor([0., 0.])", x.grad().toString());
        assertEquals("LeBackward0", assertNotNullNode(x.mul(1).le_(2.5)));
        assertThrows(AutogradException.class, () -> x.ne_(0.0));
    }

    /** The view had its node made anew between the write and the new history of its base, and stayed with the old one. */
    @Test
    void viewsThatAreWrittenIntoTheirBaseFollowIt() {
        Tensor x = Tensors.tensor(2., 3., 5., 7.).reshape(2, 2).requiresGrad_();
        Tensor base = x.mul(1);
        Tensor view = base.select(0, 0);
        base.mul_(view);
        assertEquals("tensor([4., 9.], grad_fn=<AsStridedBackward0>)", view.toString());
        assertThrows(AutogradException.class, () -> view.sum().backward());
        Tensor sum = x.mul(1);
        Tensor row = sum.select(0, 0);
        sum.add_(row);
        row.sum().backward();
        assertEquals("tensor([[2., 2.],\n        [0., 0.]])", x.grad().toString());
        Tensor copied = x.mul(1);
        Tensor second = copied.select(0, 1);
        copied.copy_(second);
        copied.select(0, 0).mul(3).sum().add(second.sum()).backward();
        assertEquals("tensor([[2., 2.],\n        [4., 4.]])", x.grad().toString());
    }

    @Test
    void windowsOfFractionalPoolingArePositiveAndFew() {
        Tensor x = Tensors.ones(2, 5, 5, 5);
        long[] sizes = {1};
        assertThrows(
                ArgumentException.class,
                () -> Functional.fractionalMaxPool3d(x, new long[] {-2, 3, 2}, sizes, null, null));
        assertThrows(
                ShapeException.class,
                () -> Functional.fractionalMaxPool3d(x, new long[] {Long.MAX_VALUE}, sizes, null, null));
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

    /** Of so many elements that an index in a Java array is no way; see also {@code SmallHeapTest}. */
    @Test
    void viewsThatOverlapAddUpTheirGradients() {
        long n = 2_000_000;
        Tensor x = Tensors.zeros(n).requiresGrad_();
        x.asStrided(new long[] {2, n - 1}, new long[] {1, 1}, 0).sum().backward();
        assertEquals(2, x.grad().select(0, 7).item());
        assertEquals(1, x.grad().select(0, 0).item());
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

    /** Was an OutOfMemoryError. */
    @Test
    void tensorsTooLargeForAnArraySaySo() {
        Tensor huge = Tensors.ones(TensorOptions.dtype(DType.INT8), 1).expand(1L << 32);
        assertThrows(OutOfMemoryException.class, huge::toLongArray);
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

    /** Equal bounds got the gradient of the element between them, too. */
    @Test
    void elementsAtBothBoundsKeepTheirGradient() {
        Tensor x = Tensors.tensor(new double[] {1, 2}).requiresGrad_();
        Tensor y = x.mul(1);
        y.clamp(y, y).sum().backward();
        assertArrayEquals(new double[] {1, 1}, x.grad().toDoubleArray());
    }

    /** Had no end: the next term's divisor was the same number. Values of PyTorch in float64. */
    @Test
    void incompleteGammaOfHugeNumbersEnds() {
        double[][] known = {
            {2e6, 2e6, 0.5000940315962108, 0.4999059684037892},
            {2e6, 2_001_000, 0.7602865609458972, 0.23971343905410272},
            {2e6, 1_998_500, 0.14441546304528396, 0.8555845369547161},
            {1e10, 10_000_050_000., 0.6914633414381169, 0.308536658561883},
            {1e10, 9_999_800_000., 0.022749592035589926, 0.9772504079644101},
            {1e15, 1_000_000_030_000_000., 0.8286091447061024, 0.17139085529389758},
            {1e18, 1e18, 0.5, 0.5},
            {3e30, 2.9e30, 0, 1}
        };
        for (double[] k : known) {
            Tensor a = Tensors.full(TensorOptions.dtype(DType.FLOAT64), k[0], 1);
            Tensor x = Tensors.full(TensorOptions.dtype(DType.FLOAT64), k[1], 1);
            Tensor p = Special.gammainc(a, x);
            Tensor q = Special.gammaincc(a, x);
            assertEquals(k[2], p.item(), 1e-9, k[0] + ", " + k[1]);
            assertEquals(k[3], q.item(), 1e-9, k[0] + ", " + k[1]);
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

    /** Gave a gradient to one of the two alone. */
    @Test
    void weightsOfLossesHaveNoGradient() {
        Tensor x = Tensors.rand(3, 4);
        Tensor w = Tensors.rand(4).requiresGrad_();
        assertThrows(ArgumentException.class, () -> Functional.binaryCrossEntropyWithLogits(x, x, w, "sum", null));
        assertThrows(ArgumentException.class, () -> Functional.binaryCrossEntropyWithLogits(x, x, null, "sum", w));
        assertThrows(ArgumentException.class, () -> Functional.binaryCrossEntropy(x, x, w, "sum"));
        Tensor classes = Tensors.tensor(0L, 1L, 2L);
        assertThrows(ArgumentException.class, () -> Functional.multiMarginLoss(x, classes, 1, 1, w, "mean"));
    }

    @Test
    void targetsOfSoftMarginLossHaveNoGradient() {
        Tensor x = Tensors.tensor(1., -2.).requiresGrad_();
        ArgumentException e =
                assertThrows(ArgumentException.class, () -> Functional.softMarginLoss(x, x.mul(2), "mean"));
        assertTrue(e.getMessage().contains("not differentiable with respect to argument 'target'"), e.getMessage());
    }

    /** The positions of the greatest elements were read as if nothing had moved them. */
    @Test
    void valuesOfAnotherSizeAreGone() {
        for (long rows : new long[] {2, 40}) {
            Tensor x = image(3, 3, 3).requiresGrad_();
            var pooled = Functional.adaptiveMaxPool2dWithIndices(x, new Long[] {3L, 5L});
            pooled.indices().resize_(3, 3, 5);
            assertEquals(0, pooled.indices().version());
            pooled.indices().resize_(rows, 3, 3);
            assertEquals(1, pooled.indices().version());
            AutogradException e = assertThrows(
                    AutogradException.class, () -> pooled.values().sum().backward());
            assertTrue(e.getMessage().contains("is at version 1; expected version 0 instead"), e.getMessage());
        }
    }

    /** They were moved, and their gradient went on as if nothing had been written. */
    @Test
    void runningStatisticsHaveNoGradient() {
        Tensor x = image(2, 1, 3);
        Tensor mean = Tensors.zeros(1).requiresGrad_();
        Tensor var = Tensors.ones(1);
        for (boolean training : new boolean[] {true, false}) {
            ArgumentException e = assertThrows(
                    ArgumentException.class, () -> Functional.batchNorm(x, mean, var, null, null, training, 0.1, 1e-5));
            assertTrue(e.getMessage().contains("not differentiable with respect to argument 'running_mean'"));
            assertThrows(
                    ArgumentException.class,
                    () -> Functional.instanceNorm(x, var, mean, null, null, training, 0.1, 1e-5));
        }
        assertEquals(0, mean.item());
    }

    /** Ended in the exceptions of Java's arrays. */
    @Test
    void offsetsOfBagsAscend() {
        Tensor rows = Tensors.ones(4, 2);
        Tensor input = Tensors.tensor(0L, 1L, 2L, 3L, 0L, 1L);
        for (String mode : new String[] {"sum", "mean", "max"}) {
            for (long[] offsets : new long[][] {{0, 5, 3}, {0, -1, 3}, {0, 7, 3}, {0, 1L << 40, 2}}) {
                Tensor o = Tensors.tensor(offsets);
                assertThrows(
                        ArgumentException.class,
                        () -> Functional.embeddingBag(input, rows, o, null, 2, false, mode, null, false, null));
            }
        }
    }

    /** A gradient without elements ended in an exception of Java's arrays. */
    @Test
    void poolingToNoColumnsHasGradientsOfZero() {
        for (boolean max : new boolean[] {true, false}) {
            Tensor x = Tensors.ones(3, 1, 64).requiresGrad_(true);
            Tensor pooled = max
                    ? Functional.adaptiveMaxPool2d(x, new Long[] {64L, 0L})
                    : Functional.adaptiveAvgPool2d(x, new Long[] {64L, 0L});
            pooled.square().sum().backward();
            assertEquals(0, x.grad().abs().sum().item());
        }
    }

    /** PyTorch has no gradient of them; that through the width of bins in a density was right for nothing else. */
    @Test
    void histogramsHaveNoGradient() {
        Tensor x = Tensors.tensor(0.1, 0.2, 0.4, 0.8).requiresGrad_();
        for (Tensor t : List.of(
                Tensors.histogram(x, x, x, true).hist(),
                Tensors.histogram(x, x, null, true).binEdges(),
                Tensors.histogram(x, 3, null, null, false).hist(),
                Tensors.histogramdd(x.reshape(2, 2), 2, null, null, true).hist(),
                Tensors.tensor(0L, 1L, 1L, 2L).bincount(x, 0))) {
            assertEquals("NotImplemented", t.gradFn().name());
            AutogradException e =
                    assertThrows(AutogradException.class, () -> t.sum().backward());
            assertTrue(e.getMessage().contains("is not implemented"), e.getMessage());
        }
    }

    /** The kernels were given the gradient of another shape. */
    @Test
    void gradientsHaveTheShapeThatWasComputed() {
        Tensor bias = Tensors.ones(4).requiresGrad_();
        Tensor y = bias.mul(2);
        Grad.noGrad(() -> y.asStrided_(new long[] {2, 2}, new long[] {1, 1}));
        AutogradException e = assertThrows(AutogradException.class, () -> y.backward(y.detach()));
        assertTrue(e.getMessage().contains("got [2, 2] but expected shape compatible with [4]"), e.getMessage());
        Tensor z = bias.mul(2);
        Grad.noGrad(() -> z.unsqueeze_(0));
        z.backward(z.detach());
        assertEquals(16, bias.grad().sum().item());
    }

    /** Its gradient was shifted the same way. */
    @Test
    void theLeastShiftIsItsOwnNegative() {
        for (long shift : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, -4, 4}) {
            Tensor x = Tensors.randn(TensorOptions.dtype(DType.FLOAT64), 3, 5).requiresGrad_();
            GradCheck.gradcheck(t -> t[0].roll(shift, 1), x);
            GradCheck.gradcheck(t -> t[0].roll(new long[] {shift, shift}, new int[] {0, 1}), x);
            GradCheck.gradcheck(t -> t[0].roll(shift), x);
        }
    }

    /** Its bytes were taken for truth values. */
    @Test
    void masksAreBoolean() {
        Tensor x = Tensors.tensor(0.5, 0, 2);
        Tensor three = Tensors.tensor(3L).reshape();
        for (Tensor mask : List.of(x, x.toLong(), x.to(DType.UINT8))) {
            assertThrows(DTypeException.class, () -> x.maskedFill(mask, three));
            assertThrows(DTypeException.class, () -> x.maskedFill_(mask, three));
            assertThrows(DTypeException.class, () -> x.maskedFill(mask, 3));
        }
    }

    /** The number of elements overflowed, and a view had a negative size. */
    @Test
    void stepsOfAnyLength() {
        Tensor x = Tensors.arange(10);
        for (long step : new long[] {10, 1L << 31, 1L << 62, Long.MAX_VALUE}) {
            assertArrayEquals(new long[] {2}, x.slice(0, 2L, 10L, step).toLongArray());
            assertArrayEquals(
                    new long[] {1},
                    x.reshape(2, 5).t().slice(0, 1L, 5L, step).select(1, 0).toLongArray());
        }
        assertThrows(IndexException.class, () -> x.narrow(0, 1, Long.MAX_VALUE));
    }

    /** No parts at all ended in an exception of Java's arrays, and lengths that come round to the right sum in views of nothing. */
    @Test
    void partsThatAddUp() {
        Tensor none = Tensors.zeros(0).requiresGrad_();
        assertEquals(0, none.splitWithSizes(new long[0], 0).size());
        assertEquals(0, none.unbind(0).size());
        assertThrows(
                ShapeException.class, () -> none.splitWithSizes(new long[] {Long.MAX_VALUE, Long.MAX_VALUE, 2}, 0));
    }

    /** A term at a time they took minutes, and for the least of all numbers for ever. Expected values: sums term by term. */
    @Test
    void polygammaFarBelowZero() {
        double[] far = {-1000.25, -100.5, -4e9 - 0.5, -1e15 + 0.5};
        Tensor x = Tensors.tensor(TensorOptions.dtype(DType.FLOAT64), far, 4);
        double[] two = x.polygamma(1).toDoubleArray();
        double[] three = x.polygamma(2).toDoubleArray();
        for (int i = 0; i < 2; i++) {
            double q = far[i];
            double squares = 0;
            double cubes = 0;
            for (int k = 3_000_000; k >= 0; k--) {
                squares += Math.pow(q + k, -2);
                cubes += Math.pow(q + k, -3);
            }
            assertEquals(squares, two[i], 1e-6);
            assertEquals(-2 * cubes, three[i], 1e-6 * Math.max(1, Math.abs(cubes)));
        }
        assertEquals(Math.PI * Math.PI, two[2], 1e-8);
        assertEquals(Math.PI * Math.PI, two[3], 1e-8);
    }

    /** What was resized had memory of its own afterwards, but still was a view to autograd. */
    @Test
    void memoryGrowsForAllWhoShareIt() {
        Tensor x = Tensors.tensor(1.0, 2.0, 3.0, 4.0);
        Tensor part = x.narrow(0, 1, 2);
        Tensor view = x.expand(1, 4).resize_(8);
        assertArrayEquals(new double[] {1, 2, 3, 4, 0, 0, 0, 0}, view.toDoubleArray());
        Tensor leaf = Tensors.tensor(5.0).requiresGrad_();
        view.narrow(0, 1, 1).copy_(leaf);
        assertArrayEquals(new double[] {1, 5, 3, 4}, x.detach().toDoubleArray());
        assertArrayEquals(new double[] {5, 3}, part.detach().toDoubleArray());
        x.sum().backward();
        assertEquals(1, leaf.grad().item());
        Tensor tail = Tensors.arange(6).narrow(0, 4, 2).resize_(2, 2);
        assertArrayEquals(new long[] {4, 5, 0, 0}, tail.reshape(-1).toLongArray());
    }
}
