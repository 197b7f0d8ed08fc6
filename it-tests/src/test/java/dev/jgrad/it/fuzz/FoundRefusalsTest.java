package dev.jgrad.it.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls that random programs found to be taken, to crash or to speak of something else: each is refused in a sentence. */
class FoundRefusalsTest {
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
    void randomNumbersAreNotWrittenOverEachOther() {
        assertThrows(ShapeException.class, () -> Tensors.zeros(1).expand(4).normal_(0, 1));
    }

    @Test
    void solvingForATensorChecksDimensions() {
        assertThrows(ShapeException.class, () -> Linalg.tensorsolve(Tensors.ones(64), Tensors.ones(64, 64), null));
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
}
