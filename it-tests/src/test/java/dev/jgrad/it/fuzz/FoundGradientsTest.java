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
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Gradients that random programs found to be wrong, missing, or there where PyTorch has none. */
class FoundGradientsTest {
    private static Tensor image(long... sizes) {
        return Tensors.arange(dev.jgrad.data.Dims.numel(sizes)).toFloat().reshape(sizes);
    }

    private static String assertNotNullNode(Tensor t) {
        var node = t.gradFn();
        assertNotNull(node);
        return node.name();
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

    /** Of so many elements that an index in a Java array is no way; see also {@code SmallHeapTest}. */
    @Test
    void viewsThatOverlapAddUpTheirGradients() {
        long n = 2_000_000;
        Tensor x = Tensors.zeros(n).requiresGrad_();
        x.asStrided(new long[] {2, n - 1}, new long[] {1, 1}, 0).sum().backward();
        assertEquals(2, x.grad().select(0, 7).item());
        assertEquals(1, x.grad().select(0, 0).item());
    }

    /** Equal bounds got the gradient of the element between them, too. */
    @Test
    void elementsAtBothBoundsKeepTheirGradient() {
        Tensor x = Tensors.tensor(new double[] {1, 2}).requiresGrad_();
        Tensor y = x.mul(1);
        y.clamp(y, y).sum().backward();
        assertArrayEquals(new double[] {1, 1}, x.grad().toDoubleArray());
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

    /** No parts at all ended in an exception of Java's arrays, and lengths that come round to the right sum in views of nothing. */
    @Test
    void partsThatAddUp() {
        Tensor none = Tensors.zeros(0).requiresGrad_();
        assertEquals(0, none.splitWithSizes(new long[0], 0).size());
        assertEquals(0, none.unbind(0).size());
        assertThrows(
                ShapeException.class, () -> none.splitWithSizes(new long[] {Long.MAX_VALUE, Long.MAX_VALUE, 2}, 0));
    }
}
