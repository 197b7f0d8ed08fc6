package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.SignalWindows;
import dev.jgrad.tensor.Special;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Functions that no gradient checks: against tables (DLMF, Abramowitz and Stegun) and against what defines them. */
class KnownValuesTest {
    private static final TensorOptions DOUBLES = TensorOptions.dtype(DType.FLOAT64);

    private static double at(UnaryOperator<Tensor> f, double x) {
        return f.apply(Tensors.full(DOUBLES, x)).item();
    }

    @Test
    void besselFunctions() {
        assertEquals(0.7651976865579666, at(Special::besselJ0, 1), 1e-14);
        assertEquals(-0.1775967713143383, at(Special::besselJ0, 5), 1e-14);
        assertEquals(-0.3275791375914652, at(Special::besselJ1, 5), 1e-14);
        assertEquals(0.3275791375914652, at(Special::besselJ1, -5), 1e-14);
        assertEquals(0.05581232766925181, at(Special::besselJ0, 50), 1e-13);
        assertEquals(0.08825696421567697, at(Special::besselY0, 1), 1e-14);
        assertEquals(-0.7812128213002887, at(Special::besselY1, 1), 1e-14);
        assertEquals(Double.NEGATIVE_INFINITY, at(Special::besselY0, 0));
        assertEquals(1.2660658777520084, at(Special::modifiedBesselI0, 1), 1e-14);
        assertEquals(0.42102443824070834, at(Special::modifiedBesselK0, 1), 1e-14);
        assertEquals(0.6019072301972346, at(Special::modifiedBesselK1, 1), 1e-14);
        assertEquals(0.6019072301972346 * Math.E, at(Special::scaledModifiedBesselK1, 1), 1e-14);
        assertEquals(Math.sin(2) / 2, at(Special::sphericalBesselJ0, 2), 1e-15);
        assertEquals(0.13529241631288141, at(Special::airyAi, 1), 1e-14);
        assertEquals(0.04024123848644319, at(Special::airyAi, -10), 1e-12);
        assertThrows(
                DTypeException.class, () -> Special.besselJ0(Tensors.ones(2).toHalf()));
    }

    @Test
    void polynomials() {
        Tensor x = Tensors.tensor(DOUBLES, new double[] {-0.3, 0.7, 1.5}, 3);
        Tensor square = x.square();
        double[] legendre = square.mul(1.5).sub(0.5).toDoubleArray();
        assertArrayEquals(legendre, Special.legendrePolynomialP(x, 2).toDoubleArray(), 1e-14);
        assertArrayEquals(
                square.mul(4).sub(2).toDoubleArray(),
                Special.hermitePolynomialH(x, 2).toDoubleArray(),
                1e-14);
        assertArrayEquals(
                square.sub(1).toDoubleArray(), Special.hermitePolynomialHe(x, 2).toDoubleArray(), 1e-14);
        assertArrayEquals(
                square.mul(0.5).sub(x.mul(2)).add(1).toDoubleArray(),
                Special.laguerrePolynomialL(x, 2).toDoubleArray(),
                1e-14);
        assertEquals(Math.cos(100 * Math.acos(0.3)), at(t -> Special.chebyshevPolynomialT(t, 100), 0.3), 1e-12);
        assertEquals(0, at(t -> Special.chebyshevPolynomialU(t, -3), 0.3));
        assertEquals(
                at(t -> Special.chebyshevPolynomialV(t, 5), -0.4),
                at(t -> Special.shiftedChebyshevPolynomialV(t, 5), 0.3),
                1e-14);
    }

    @Test
    void symmetricFactorsSolve() {
        Tensor x = Tensors.randn(DOUBLES, 2, 5, 5);
        Tensor a = x.add(x.mT());
        a.select(-1, 0).select(-1, 0).fill_(0);
        Tensor b = Tensors.randn(DOUBLES, 2, 5, 3);
        Linalg.LDLFactor f = Linalg.ldlFactor(a, false);
        assertArrayEquals(
                Linalg.solve(a, b).toDoubleArray(),
                Linalg.ldlSolve(f.ld(), f.pivots(), b, false).toDoubleArray(),
                1e-8);
    }

    @Test
    void singularValueDecompositionsOfAllShapes() {
        long[][] shapes = {{1, 1}, {3, 3}, {4, 2}, {2, 4}, {5, 4}, {4, 5}, {3, 5}, {30, 20}, {20, 30}, {9, 1}, {1, 9}};
        for (long[] shape : shapes) {
            for (boolean full : new boolean[] {true, false}) {
                Tensor a = Tensors.randn(DOUBLES, shape);
                Linalg.SVD f = Linalg.svd(a, full);
                long k = Math.min(shape[0], shape[1]);
                Tensor back = f.u().narrow(1, 0, k).mul(f.s()).matmul(f.vh().narrow(0, 0, k));
                assertArrayEquals(a.toDoubleArray(), back.toDoubleArray(), 1e-10);
                Tensor eye = f.u().mT().matmul(f.u());
                assertArrayEquals(Tensors.eye(DOUBLES, eye.size(0)).toDoubleArray(), eye.toDoubleArray(), 1e-10);
                Tensor other = f.vh().matmul(f.vh().mT());
                assertArrayEquals(Tensors.eye(DOUBLES, other.size(0)).toDoubleArray(), other.toDoubleArray(), 1e-10);
                assertTrue(f.s().diff().le(0).all().itemBoolean());
            }
        }
        assertThrows(ArgumentException.class, () -> Linalg.svdvals(Tensors.full(DOUBLES, Double.NaN, 2, 2)));
        assertArrayEquals(
                new double[3], Linalg.svdvals(Tensors.zeros(DOUBLES, 3, 4)).toDoubleArray());
    }

    @Test
    void windows() {
        assertArrayEquals(
                new double[] {0, 0.5, 1, 0.5, 0},
                SignalWindows.hann(5, true, DOUBLES).toDoubleArray(),
                1e-15);
        assertArrayEquals(
                new double[] {0, 0.5, 1, 0.5},
                SignalWindows.bartlett(4, false, DOUBLES).toDoubleArray(),
                1e-15);
        assertThrows(ArgumentException.class, () -> SignalWindows.gaussian(3, -1, true, DOUBLES));
    }

    @Test
    void countsAndPositions() {
        Tensor x = Tensors.tensor(1., 2., 1.);
        Tensors.Histogram h = Tensors.histogram(x, 4, new double[] {0, 3}, null, false);
        assertArrayEquals(new double[] {0, 2, 1, 0}, h.hist().toDoubleArray());
        assertArrayEquals(new double[] {0, 0.75, 1.5, 2.25, 3}, h.binEdges().toDoubleArray());
        assertArrayEquals(
                new long[] {2, 0},
                Tensors.unravelIndex(Tensors.tensor(14L, 1L), 3, 2, 3).get(0).toLongArray());
        assertArrayEquals(new long[] {0, 2, -1}, x.sub(1).eq(0).nonzeroStatic(3).toLongArray());
        Tensors.Frexp f = Tensors.frexp(Tensors.tensor(DOUBLES, new double[] {6, -0.375, 0}, 3));
        assertArrayEquals(new double[] {0.75, -0.75, 0}, f.mantissa().toDoubleArray());
        assertArrayEquals(new long[] {3, -1, 0}, f.exponent().toLongArray());
    }
}
