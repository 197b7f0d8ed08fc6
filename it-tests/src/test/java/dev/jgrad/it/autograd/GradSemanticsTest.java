package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.ones;
import static dev.jgrad.tensor.Tensors.scalar;
import static dev.jgrad.tensor.Tensors.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Autograd.Options;
import dev.jgrad.data.DType;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class GradSemanticsTest {
    @Test
    void a28GradReturnsAndLeavesGradAlone() {
        Tensor x = scalar(3.0).requiresGrad_();
        Expect.values(Autograd.grad(x.pow(2), x), 6);
        assertNull(x.grad());
    }

    @Test
    void a29UnusedInput() {
        Tensor x = scalar(3.0).requiresGrad_();
        Tensor u = scalar(1.0).requiresGrad_();
        Expect.fails(
                () -> Autograd.grad(List.of(x.pow(2)), List.of(x, u), null, Options.DEFAULT),
                "The differentiated Tensor at index 1 appears to not have been used in the graph.");
        List<Tensor> grads = Autograd.grad(List.of(x.pow(2)), List.of(x, u), null, Options.DEFAULT.withAllowUnused());
        Expect.values(grads.get(0), 6);
        assertNull(grads.get(1));
        assertEquals(
                0,
                Autograd.grad(List.of(x.pow(2)), List.of(x, u), null, Options.DEFAULT.withMaterializeGrads())
                        .get(1)
                        .item());
    }

    @Test
    void a30WithRespectToAnIntermediate() {
        Tensor x = scalar(3.0).requiresGrad_();
        Tensor y = x.mul(2);
        Expect.values(Autograd.grad(y.pow(2), y), 12);
    }

    @Test
    void a31NothingRequiresGrad() {
        Tensor a = ones(1);
        Tensor x = ones(1).requiresGrad_();
        Expect.fails(
                () -> Autograd.grad(a.mul(2), x),
                "element 0 of tensors does not require grad and does not have a grad_fn");
        Expect.fails(() -> Autograd.grad(x.mul(2), a), "One of the differentiated Tensors does not require grad");
    }

    @Test
    void a32AssigningGradChecksShapeAndDtype() {
        Tensor x = ones(2).requiresGrad_();
        Expect.fails(
                () -> x.setGrad(ones(3)), "attempting to assign a gradient of size '[3]' to a tensor of size '[2]'.");
        Expect.fails(
                () -> x.setGrad(ones(TensorOptions.dtype(DType.FLOAT64), 2)),
                "attempting to assign a gradient with dtype 'double' to a tensor with grad_dtype 'Float'.");
        x.setGrad(ones(2));
        Expect.values(x.grad(), 1, 1);
    }

    @Test
    void a33HigherDerivatives() {
        Tensor x = scalar(2.0).requiresGrad_();
        Tensor g = Autograd.gradWithGraph(x.pow(3), x);
        Expect.values(g, 12);
        Expect.node("MulBackward0", g);
        Tensor h = Autograd.gradWithGraph(g, x);
        Expect.values(h, 12);
        Expect.node("MulBackward0", h);
        Expect.values(Autograd.grad(h, x), 6);
    }

    @Test
    void a34GradientPenalty() {
        Tensor x = tensor(1., 2.).requiresGrad_();
        Tensor w = tensor(3., -1.).requiresGrad_();
        Tensor g = Autograd.gradWithGraph(w.mul(x.pow(2)).sum(), x);
        g.pow(2).sum().backward();
        Expect.values(w.grad(), 24, -32);
        Expect.values(x.grad(), 72, 16);
    }

    @Test
    void a35WithoutCreateGraphTheGradientHasNoGraph() {
        Tensor x = scalar(2.0).requiresGrad_();
        Tensor g = Autograd.grad(x.pow(3), x);
        assertFalse(g.requiresGrad());
        Expect.fails(
                () -> Autograd.grad(g, x), "element 0 of tensors does not require grad and does not have a grad_fn");
    }

    @Test
    void a36SecondDerivativesAtAHalf() {
        second(Tensor::exp, 1.6487212707001282, 1.6487212707001282);
        second(Tensor::sigmoid, 0.2350037122015945, -0.05755679485232075);
        second(Tensor::tanh, 0.7864477329659274, -0.7268619813835873);
        second(Tensor::log, 2.0, -4.0);
    }

    private static void second(UnaryOperator<Tensor> f, double first, double second) {
        Tensor x =
                tensor(TensorOptions.dtype(DType.FLOAT64), new double[] {0.5}).requiresGrad_();
        Tensor g = Autograd.gradWithGraph(f.apply(x), x);
        assertEquals(first, g.item(), 1e-12);
        assertEquals(second, Autograd.grad(g, x).item(), 1e-12);
    }
}
