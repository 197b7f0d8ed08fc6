package dev.jgrad.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ParameterVectorTest {
    @Test
    void thereAndBack() {
        Linear linear = new Linear(2, 2);
        List<Tensor> parameters = linear.parameters();
        Tensor vector = ParameterVector.parametersToVector(parameters);
        assertEquals("CatBackward0", Objects.requireNonNull(vector.gradFn()).name());
        vector.square().sum().backward();
        assertArrayEquals(
                linear.weight().mul(2).toDoubleArray(),
                Objects.requireNonNull(linear.weight().grad()).toDoubleArray());
        Tensor numbers = Tensors.arange(6).toFloat();
        ParameterVector.vectorToParameters(numbers, parameters);
        assertArrayEquals(new double[] {0, 1, 2, 3}, linear.weight().toDoubleArray());
        assertArrayEquals(new double[] {4, 5}, parameters.get(1).toDoubleArray());
        assertTrue(linear.weight().isLeaf() && linear.weight().requiresGrad());
        // The parameters use the vector's memory, as in PyTorch.
        numbers.fill_(7);
        assertArrayEquals(new double[] {7, 7}, parameters.get(1).toDoubleArray());
        assertThrows(ShapeException.class, () -> ParameterVector.vectorToParameters(Tensors.zeros(5), parameters));
    }

    @Test
    void gradientsByAKnownNorm() {
        Linear linear = new Linear(2, 1);
        linear.call(Tensors.tensor(3., 4.)).sum().backward();
        List<Tensor> gradients = linear.parameters().stream()
                .map(p -> Objects.requireNonNull(p.grad()))
                .toList();
        Tensor norm = ClipGrad.totalNorm(gradients, 2, true);
        assertEquals(Math.sqrt(26), norm.item(), 1e-5);
        ClipGrad.withNorm_(linear.parameters(), norm.item() / 2, norm);
        assertEquals(norm.item() / 2, ClipGrad.totalNorm(gradients, 2, true).item(), 1e-5);
        assertEquals(0, ClipGrad.totalNorm(List.of(), 2, true).item());
    }
}
