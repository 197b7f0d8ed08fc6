package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.scalar;
import static dev.jgrad.tensor.Tensors.tensor;
import static dev.jgrad.tensor.Tensors.where;
import static dev.jgrad.tensor.Tensors.zeros;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.jgrad.data.DType;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CornerSemanticsTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private static Tensor grad(UnaryOperator<Tensor> f, double... values) {
        Tensor x = tensor(values).requiresGrad_();
        f.apply(x).sum().backward();
        return x.grad();
    }

    @Test
    void a58AtTheCorner() {
        Expect.values(grad(Tensor::relu, 0., -0., 1.), 0, 0, 1);
        Expect.values(grad(Tensor::abs, 0., -2.), 0, -1);
        Expect.values(grad(Tensor::sign, 0., 3.), 0, 0);
        Expect.values(grad(t -> t.clamp(-1, 1), -1., 0., 1., 1.5), 1, 1, 1, 0);
        Expect.values(grad(t -> Functional.hardtanh(t, -1, 1), -1., 1.), 0, 0);
        Expect.values(grad(t -> Functional.leakyRelu(t, 0.01), 0.), 0.01);
        Expect.values(grad(Functional::relu6, 0., 6.), 0, 0);
    }

    @Test
    void a59ExtremesShareOrPick() {
        Expect.values(grad(Tensor::max, 2., 1., 2.), 0.5, 0, 0.5);
        Expect.values(grad(t -> t.amax(new int[] {0}, false), 2., 1., 2.), 0.5, 0, 0.5);
        Expect.values(grad(t -> t.max(0).values(), 2., 1., 2.), 1, 0, 0);
        Expect.values(grad(Tensor::min, 1., 1., 1., 1.), 0.25, 0.25, 0.25, 0.25);
    }

    @Test
    void a60MaximumSplitsTies() {
        Tensor x = tensor(1., 2.).requiresGrad_();
        Tensor y = tensor(1., 3.).requiresGrad_();
        x.maximum(y).sum().backward();
        Expect.values(x.grad(), 0.5, 0);
        Expect.values(y.grad(), 0.5, 1);
    }

    @Test
    void a61Singularities() {
        Expect.values(grad(Tensor::sqrt, 0.), INF);
        Expect.values(grad(t -> t.rdiv(1), 0.), -INF);
        Expect.values(grad(Tensor::log, 0.), INF);
        Expect.values(grad(Tensor::norm, 0., 0.), 0, 0);
        Expect.values(grad(Tensor::std, 1., 1.), 0, 0);
        Expect.values(grad(t -> t.pow(2).sum().sqrt(), 0., 0.), NAN, NAN);
    }

    @Test
    void a62PowAtZero() {
        TensorOptions f64 = TensorOptions.dtype(DType.FLOAT64);
        Tensor x = tensor(f64, new double[] {0, 0, 0}, 3).requiresGrad_();
        Tensor e = tensor(f64, new double[] {0, 1, 2}, 3).requiresGrad_();
        Tensor p = x.pow(e);
        p.sum().backward();
        Expect.values(p.detach(), 1, 0, 0);
        Expect.values(x.grad(), 0, 1, 0);
        Expect.values(e.grad(), 0, 0, 0);
    }

    @Test
    void a63WhereDoesNotProtectTheUntakenBranch() {
        Expect.values(grad(x -> where(x.gt(0), x.sqrt(), zeros(2)), 0., 4.), NAN, 0.25);
    }

    @Test
    void a64ProdWithZeros() {
        Expect.values(grad(Tensor::prod, 2., 0., 3.), 0, 6, 0);
        Expect.values(grad(Tensor::prod, 0., 0., 3.), 0, 0, 0);
        Expect.values(grad(Tensor::prod, 1., 2., 3.), 6, 3, 2);
    }

    @Test
    void a65NonDifferentiableOps() {
        Tensor x = tensor(1.5, 2.5).requiresGrad_();
        x.floor().add(x.round()).add(x.sign()).sum().backward();
        Expect.values(x.grad(), 0, 0);
        assertNull(x.argmax().gradFn());
    }

    @Test
    void scalarsHaveCornersToo() {
        Tensor x = scalar(0.0).requiresGrad_();
        x.abs().backward();
        Expect.values(x.grad(), 0);
    }
}
