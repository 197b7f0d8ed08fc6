package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.randn;
import static dev.jgrad.tensor.Tensors.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jgrad.autograd.Derivatives;
import dev.jgrad.data.DType;
import dev.jgrad.data.Shape;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DerivativesTest {
    private static final TensorOptions F64 = TensorOptions.dtype(DType.FLOAT64);

    @Test
    void jacobianOfSquaresTimesSum() {
        Tensor x = tensor(F64, new double[] {1, 2, 3}, 3);
        Tensor j = Derivatives.jacobian(t -> t.pow(2).mul(t.sum()), x);
        // d(x_i² s)/dx_k = x_i² + 2 x_i s [i = k]
        Expect.values(j, 13, 1, 1, 4, 28, 4, 9, 9, 45);
        assertEquals(Shape.of(3, 3), j.shape());
    }

    @Test
    void productsAgreeWithTheJacobianOnAConvolutionNet() {
        Generator.manualSeed(3);
        Tensor w = randn(F64, 4, 2, 3, 3);
        Tensor x = randn(F64, 1, 2, 6, 6);
        UnaryOperator<Tensor> net =
                t -> Functional.maxPool2d(Functional.conv2d(t, w, null).tanh(), 2);
        Tensor j = Derivatives.jacobian(net, x).reshape(16, 72);
        Tensor v = randn(F64, 1, 4, 2, 2);
        Tensor u = randn(F64, 1, 2, 6, 6);
        assertArrayEquals(
                j.t().mv(v.reshape(-1)).toDoubleArray(),
                Derivatives.vjp(net, x, v).derivative().toDoubleArray(),
                1e-12);
        assertArrayEquals(
                j.mv(u.reshape(-1)).toDoubleArray(),
                Derivatives.jvp(net, x, u).derivative().toDoubleArray(),
                1e-12);
    }

    @Test
    void hessianAndItsProduct() {
        Tensor x = tensor(F64, new double[] {1, 2}, 2);
        UnaryOperator<Tensor> f = t -> t.pow(3).sum().add(t.prod());
        Expect.values(Derivatives.hessian(f, x), 6, 1, 1, 12);
        Expect.values(
                Derivatives.hvp(f, x, tensor(F64, new double[] {1, -1}, 2)).derivative(), 5, -11);
        Expect.fails(() -> Derivatives.hessian(t -> t, x), "should contain a single element");
    }

    @Test
    void wrongShapesAreRefused() {
        Tensor x = tensor(F64, new double[] {1, 2}, 2);
        Expect.fails(() -> Derivatives.vjp(Tensor::exp, x, randn(F64, 3)), "vjp: v has shape torch.Size([3])");
        Expect.fails(() -> Derivatives.jvp(Tensor::exp, x, randn(F64, 3)), "jvp: v has shape torch.Size([3])");
    }
}
