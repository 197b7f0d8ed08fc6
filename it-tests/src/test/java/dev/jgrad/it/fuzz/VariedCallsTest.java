package dev.jgrad.it.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.Special;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** What varied calls of PyTorch's operators found, one argument changed at a time. */
class VariedCallsTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private static Tensor slope(Tensor x, Tensor y) {
        y.backward(Tensors.onesLike(y));
        return x.grad();
    }

    @Test
    void theMedianOfIntegersLiesInTheMiddleAlongTheFirstDimensionToo() {
        Tensor x = Tensors.tensor(-8L, 6, 5, 5, 1, -5).reshape(3, 2);
        assertEquals("tensor([1, 5])", x.median(0, false).values().toString());
        assertEquals("tensor([2, 1])", x.nanmedian(0, false).indices().toString());
        assertEquals("tensor([[1, 5]])", x.median(0, true).values().toString());
    }

    @Test
    void infiniteElementsHaveNoVariance() {
        Tensor x = Tensors.tensor(1, INF, 2, 3, 4, 5).reshape(2, 3);
        assertEquals("tensor([nan, 1.])", x.var(1).toString());
        assertEquals(
                "tensor([1.0000,    nan, 1.5000])",
                x.std(new int[] {0}, 0.0, false).toString());
        assertEquals("tensor(inf)", Tensors.tensor(1e30, -1e30).var().toString());
    }

    @Test
    void slopesAtCornersAreThoseOfPyTorch() {
        Tensor y = Tensors.tensor(0., -0.0, 1).requiresGrad_();
        Tensor x = Tensors.tensor(0., 0., 0.).requiresGrad_();
        Tensor angle = y.atan2(x);
        angle.backward(Tensors.ones(3));
        assertEquals("tensor([0., 0., 0.])", y.grad().toString());
        assertEquals("tensor([ 0.,  0., -1.])", x.grad().toString());

        Tensor p = Tensors.tensor(0., -0.0, 1).requiresGrad_();
        assertEquals("tensor([inf, inf, inf])", slope(p, p.logit()).toString());

        Tensor a = Tensors.tensor(1., 2).requiresGrad_();
        assertEquals(
                "tensor([1., 0.])", slope(a, a.nextafter(Tensors.tensor(2., 2))).toString());

        Tensor b = Tensors.tensor(0., NAN).requiresGrad_();
        assertEquals("tensor([0.5000, 0.5000])", slope(b, Special.i1(b)).toString());
    }

    @Test
    void wholeNumbersPromoteNothingInWhere() {
        Tensor c = Tensors.tensor(true, false);
        assertEquals(DType.INT64, Tensors.where(c, 0, Tensors.tensor(5L, 6)).dtype());
        assertEquals(
                "tensor([5, 0])", Tensors.where(c, Tensors.tensor(5L, 6), 0).toString());
        assertEquals(DType.FLOAT32, Tensors.where(c, 0.5, Tensors.tensor(5L, 6)).dtype());
    }

    @Test
    void quotientsOfSixteenBitsAreRoundedStepByStep() {
        Tensor a = Tensors.tensor(32.75, 17).to(DType.BFLOAT16);
        Tensor b = Tensors.tensor(0.1044921875, 0.208984375).to(DType.BFLOAT16);
        assertEquals(
                "tensor([314.,  80.], dtype=torch.bfloat16)", a.div(b, "floor").toString());
        // A divisor of one element is a number: single precision.
        Tensor one = b.narrow(0, 0, 1);
        assertEquals(
                "tensor([312.], dtype=torch.bfloat16)",
                a.narrow(0, 0, 1).div(one, "floor").toString());
        Tensor c = Tensors.tensor(33.96875, 14.140625).to(DType.FLOAT16);
        Tensor d = Tensors.tensor(0.693359375, 0.5439453125).to(DType.FLOAT16);
        assertEquals(
                "tensor([49., 26.], dtype=torch.float16)", c.div(d, "trunc").toString());
        assertEquals(
                "tensor([48.], dtype=torch.float16)",
                c.narrow(0, 0, 1).div(d.get(0), "trunc").toString());
    }

    @Test
    void inPlaceFormsTakeWhatTheOthersTake() {
        Tensor x = Tensors.tensor(1L, 2, 3);
        assertEquals("tensor([1, 3, 6])", x.clone().cumsum_(0, DType.INT64).toString());
        assertEquals("tensor([1, 2, 6])", x.clone().cumprod_(0, DType.INT64).toString());
        assertThrows(DTypeException.class, () -> x.clone().cumsum_(0, DType.FLOAT32));
        Tensor at = Tensors.tensor(0L, 0);
        assertEquals(
                "tensor([3, 2, 3])",
                x.clone().scatter_(0, at, Tensors.tensor(1L, 1), "add").toString());
        assertEquals(
                "tensor([4, 2, 3])", x.clone().scatter_(0, at, 2, "multiply").toString());
        assertEquals("tensor([3, 2])", x.topk(2, 0, true, false).values().toString());
    }

    @Test
    void equalComparesAfterPromotion() {
        assertTrue(Tensors.tensor(1., 2).equal(Tensors.tensor(1L, 2)));
        assertFalse(Tensors.tensor(1.5, 2).equal(Tensors.tensor(1L, 2)));
        assertEquals("tensor([2])", Tensors.tensor(2L).diff(0, 5, null, null).toString());
        Tensor cosine = Functional.cosineSimilarity(Tensors.tensor(3., 4), Tensors.tensor(3L, 4), 0, 1e-8);
        assertEquals(1, cosine.item(), 1e-6);
    }

    @Test
    void wrongDTypesAreRefused() {
        Tensor f = Tensors.ones(3, 3);
        Tensor d = f.toDouble();
        Tensor flags = f.toBool();
        assertThrows(DTypeException.class, () -> Tensors.cdist(f, d));
        assertThrows(DTypeException.class, () -> f.cross(d, 0));
        assertThrows(DTypeException.class, () -> Linalg.vecdot(f, d, -1));
        assertThrows(DTypeException.class, () -> Functional.binaryCrossEntropy(f, d));
        assertThrows(DTypeException.class, () -> f.get(0).addmv(d, d.get(0), 1, 1));
        assertThrows(DTypeException.class, () -> Functional.klDiv(f.toLong(), f, "mean", false));
        assertThrows(DTypeException.class, flags::argmax);
        assertThrows(DTypeException.class, flags::trace);
        assertThrows(DTypeException.class, () -> Functional.relu6(flags));
        assertThrows(DTypeException.class, () -> Functional.hardtanh(f.to(DType.UINT8), -1, 1));
        assertThrows(DTypeException.class, () -> Functional.threshold(flags, 0, 1));
        assertThrows(DTypeException.class, () -> f.toLong().round(2));
        assertThrows(DTypeException.class, () -> Tensors.isin(flags, flags, false, false));
        assertThrows(DTypeException.class, () -> Tensors.trilIndices(2, 2, 0, TensorOptions.dtype(DType.FLOAT32)));
        assertThrows(DTypeException.class, () -> Tensors.trapezoid(flags, 1, 0));
    }

    @Test
    void wrongSizesAndNumbersAreRefused() {
        Tensor x = Tensors.ones(3, 3);
        assertThrows(ShapeException.class, () -> x.hsplit(2));
        assertThrows(ShapeException.class, () -> x.vsplit(0));
        assertThrows(IndexException.class, () -> Tensors.trapezoid(Tensors.scalar(1.0), 1, 0));
        assertThrows(IndexException.class, () -> x.gather(5, Tensors.zeros(TensorOptions.dtype(DType.INT64), 0)));
        assertThrows(ArgumentException.class, () -> Functional.pdist(x, NAN));
        assertThrows(ArgumentException.class, () -> Tensors.cdist(x, x, 2, "quickly"));
        assertThrows(ArgumentException.class, () -> x.renorm(2, 0, NAN));
        assertThrows(ArgumentException.class, () -> x.isClose(x, 1e-5, NAN, false));
        Tensor index = Tensors.tensor(0L, 1);
        assertThrows(ShapeException.class, () -> x.indexReduce(0, index, Tensors.ones(2, 2), "prod", true));
        Tensor offsets = Tensors.tensor(0L, 2, 1);
        assertThrows(
                ArgumentException.class,
                () -> Functional.embeddingBag(
                        Tensors.tensor(0L, 1, 2), x, offsets, null, 2, false, "sum", null, false, null));
        Tensor pivots = Tensors.tensor(0L, 1, 2).to(DType.INT32);
        assertThrows(ArgumentException.class, () -> Linalg.ldlSolve(x, pivots, x, false));
        assertThrows(ShapeException.class, () -> Linalg.luSolve(x, pivots.narrow(0, 0, 2), x, true, false));
    }
}
