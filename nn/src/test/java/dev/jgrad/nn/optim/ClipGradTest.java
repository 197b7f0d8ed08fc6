package dev.jgrad.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Parameter;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClipGradTest {
    private static Tensor withGrad(double... grad) {
        Tensor p = Parameter.of(Tensors.zeros(grad.length));
        p.setGrad(Tensors.tensor(grad));
        return p;
    }

    @Test
    void normIsOfAllTogether() {
        Tensor a = withGrad(3, 0);
        Tensor b = withGrad(-4);
        Tensor none = Parameter.of(Tensors.zeros(1));
        assertEquals(5, ClipGrad.norm_(List.of(a, none, b), 1).item(), 1e-6);
        assertArrayEquals(new double[] {0.6, 0}, a.grad().toDoubleArray(), 1e-6);
        assertArrayEquals(new double[] {-0.8}, b.grad().toDoubleArray(), 1e-6);
        assertEquals(1, ClipGrad.norm_(List.of(a, b), 7).item(), 1e-6);
        assertArrayEquals(new double[] {0.6, 0}, a.grad().toDoubleArray(), 1e-6);
        assertEquals(0, ClipGrad.norm_(List.of(none), 1).item());
    }

    @Test
    void otherNorms() {
        assertEquals(
                4,
                ClipGrad.norm_(List.of(withGrad(3, -4)), 1, Double.POSITIVE_INFINITY, false)
                        .item(),
                1e-6);
        assertEquals(
                7,
                ClipGrad.norm_(List.of(withGrad(3), withGrad(-4)), 1, 1, false).item(),
                1e-6);
        Tensor broken = withGrad(Double.NaN);
        assertThrows(ArgumentException.class, () -> ClipGrad.norm_(List.of(broken), 1, 2, true));
    }

    @Test
    void valuesAreLimited() {
        Tensor p = withGrad(3, -0.25, -7);
        ClipGrad.value_(List.of(p), 0.5);
        assertArrayEquals(new double[] {0.5, -0.25, -0.5}, p.grad().toDoubleArray());
    }
}
