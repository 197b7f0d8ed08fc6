package dev.jgrad.it.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.OutOfMemoryException;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Special;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** Programs of random statements that asked for more than there is, or overflowed on the way. */
class FoundMemoryTest {
    private static Tensor image(long... sizes) {
        return Tensors.arange(dev.jgrad.data.Dims.numel(sizes)).toFloat().reshape(sizes);
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

    /** Two thousand million empty pieces took all time and memory. */
    @Test
    void splitsIntoNoMorePiecesThanMemoryHolds() {
        assertThrows(ArgumentException.class, () -> Tensors.ones(4).tensorSplit(1L << 31, 0));
        assertEquals(9, Tensors.ones(4).tensorSplit(9, 0).size());
    }

    /** The end of the view overflowed, and what lies far outside was read. */
    @Test
    void viewsBeyondCountingAreRefused() {
        Tensor x = Tensors.ones(4);
        assertThrows(ShapeException.class, () -> x.asStrided(new long[0], new long[0], Long.MAX_VALUE));
        assertThrows(ShapeException.class, () -> x.asStrided(new long[] {3}, new long[] {Long.MAX_VALUE}, 0));
    }

    @Test
    void sizesBeyondArraysAreRefused() {
        Tensor x = image(1, 1, 2, 2);
        assertThrows(ArgumentException.class, () -> x.histogram(1L << 31, null, null, false));
        assertThrows(
                ArgumentException.class,
                () -> Functional.upsampleBilinear(x, null, new double[] {Double.POSITIVE_INFINITY, 0.5}));
    }

    @Test
    void gridsBeyondCountingAreRefused() {
        assertThrows(ArgumentException.class, () -> Tensors.histogramdd(Tensors.ones(2, 40), 2, null, null, true));
    }

    @Test
    void repeatsAreBounded() {
        Tensor x = Tensors.ones(2, 3);
        assertThrows(OutOfMemoryException.class, () -> x.repeatInterleave(1L << 40));
        assertThrows(JgradException.class, () -> x.repeatInterleave(1L << 62));
        assertThrows(ArgumentException.class, () -> x.repeatInterleave(Tensors.tensor(1L << 40)));
    }

    /** Was an OutOfMemoryError. */
    @Test
    void tensorsTooLargeForAnArraySaySo() {
        Tensor huge = Tensors.ones(TensorOptions.dtype(DType.INT8), 1).expand(1L << 32);
        assertThrows(OutOfMemoryException.class, huge::toLongArray);
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
