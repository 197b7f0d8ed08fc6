package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.DTypeException;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Substitution with zeros on the diagonal: the infinities and NaN that PyTorch 2.13 gives, and its errors. */
class TriangularSolvingTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static final double NAN = Double.NaN;

    private static Tensor square(double a, double b, double c, double d) {
        return Tensors.tensor(a, b, c, d).reshape(2, 2);
    }

    private static Tensor column(double a, double b) {
        return Tensors.tensor(a, b).reshape(2, 1);
    }

    @Test
    void zeroDiagonal() {
        Tensor a = square(0, 1, 0, 2).requiresGrad_();
        Tensor b = column(1, 2).requiresGrad_();
        Tensor x = Linalg.solveTriangular(a, b, true, true, false);
        assertArrayEquals(new double[] {NAN, 1}, x.toDoubleArray());
        x.sum().backward();
        assertArrayEquals(
                new double[] {NAN, -INF, 0, INF},
                Objects.requireNonNull(a.grad()).toDoubleArray());
        assertArrayEquals(
                new double[] {INF, -INF}, Objects.requireNonNull(b.grad()).toDoubleArray());
        Tensor lower = Linalg.solveTriangular(square(1, 0, 3, 0), column(1, 2), false, true, false);
        assertArrayEquals(new double[] {1, -INF}, lower.toDoubleArray());
        Tensor old = column(1, 2)
                .triangularSolve(square(1, 0, 3, 0), false, false, false)
                .solution();
        assertArrayEquals(new double[] {1, -INF}, old.toDoubleArray());
        Tensor factor = square(0, 0, 1, 1);
        assertArrayEquals(
                new double[] {INF, -INF},
                column(1, 1).choleskySolve(factor, false).toDoubleArray());
    }

    @Test
    void theOtherTriangleIsIgnored() {
        Tensor x = Linalg.solveTriangular(square(1, NAN, 3, 2), column(1, 2), false, true, false);
        assertArrayEquals(new double[] {1, -0.5}, x.toDoubleArray());
    }

    @Test
    void refusals() {
        Tensor two = Tensors.ones(2, 2);
        fails(ShapeException.class, "B must have at least 2 dimensions", two, Tensors.ones(2), true);
        fails(ShapeException.class, "equation AX = B (2x2 and 3x2)", two, Tensors.ones(3, 2), true);
        fails(ShapeException.class, "equation XA = B (2x2 and 2x3)", two, Tensors.ones(2, 3), false);
        fails(DTypeException.class, "A of type Double and B of type Float", two.toDouble(), two, true);
        String old = assertThrows(
                        ShapeException.class, () -> Tensors.ones(3, 1).triangularSolve(two, true, false, false))
                .getMessage();
        assertEquals(
                "Incompatible matrix sizes for triangular_solve: each A matrix is 2 by 2 but each b matrix is 3 by 1",
                old);
    }

    private static void fails(Class<? extends JgradException> type, String text, Tensor a, Tensor b, boolean left) {
        String message = assertThrows(type, () -> Linalg.solveTriangular(a, b, true, left, false))
                .getMessage();
        assertTrue(message.contains(text), message);
    }
}
