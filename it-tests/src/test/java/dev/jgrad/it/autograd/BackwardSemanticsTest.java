package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.ones;
import static dev.jgrad.tensor.Tensors.scalar;
import static dev.jgrad.tensor.Tensors.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.jgrad.data.DType;
import dev.jgrad.data.Shape;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackwardSemanticsTest {
    @Test
    void a08GradientsAccumulate() {
        Tensor x = scalar(3.0).requiresGrad_();
        x.mul(x).backward();
        Expect.values(x.grad(), 6);
        x.mul(x).backward();
        Expect.values(x.grad(), 12);
    }

    @Test
    void a09SecondBackwardThroughAFreedGraph() {
        Tensor x = scalar(3.0).requiresGrad_();
        Tensor y = x.mul(x);
        y.backward();
        Expect.fails(y::backward, "Trying to backward through the graph a second time");
    }

    @Test
    void a10RetainGraphAllowsASecondBackward() {
        Tensor x = scalar(3.0).requiresGrad_();
        Tensor y = x.mul(x);
        y.backward(null, true, false);
        y.backward();
        Expect.values(x.grad(), 12);
    }

    @Test
    void a11SecondBackwardWorksWhereNothingWasSaved() {
        Tensor x = scalar(3.0).requiresGrad_();
        Tensor y = x.add(1);
        y.backward();
        y.backward();
        Expect.values(x.grad(), 2);
    }

    @Test
    void a12NonScalarNeedsAGradient() {
        Tensor x = ones(3).requiresGrad_();
        Expect.fails(() -> x.mul(2).backward(), "grad can be implicitly created only for scalar outputs");
    }

    @Test
    void a13OneElementCountsAsScalar() {
        Tensor x = ones(1, 1).requiresGrad_();
        x.mul(2).backward();
        Expect.values(x.grad(), 2);
        assertEquals(Shape.of(1, 1), x.grad().shape());
    }

    @Test
    void a14VectorJacobianProduct() {
        Tensor x = tensor(1., 2., 3.).requiresGrad_();
        x.pow(2).backward(tensor(1., 10., 100.));
        Expect.values(x.grad(), 2, 40, 600);
    }

    @Test
    void a15GradientOfTheWrongShape() {
        Tensor y = ones(3).requiresGrad_().mul(2);
        Expect.fails(
                () -> y.backward(ones(2)),
                "Mismatch in shape: grad_output[0] has a shape of torch.Size([2]) and output[0] has a shape of"
                        + " torch.Size([3]).");
    }

    @Test
    void a16BackwardWithoutRequiresGrad() {
        Expect.fails(
                () -> ones(1).backward(), "element 0 of tensors does not require grad and does not have a grad_fn");
    }

    @Test
    void a17BackwardOnALeaf() {
        Tensor x = scalar(2.0).requiresGrad_();
        x.backward();
        Expect.values(x.grad(), 1);
    }

    @Test
    void a18SeveralUsesAddUp() {
        Tensor x = scalar(2.0).requiresGrad_();
        x.mul(x).mul(x).add(x).backward();
        Expect.values(x.grad(), 13);
    }

    @Test
    void a19Diamond() {
        Tensor x = scalar(2.0).requiresGrad_();
        Tensor a = x.mul(3);
        Tensor b = a.mul(a);
        b.mul(a.add(1)).backward();
        Expect.values(x.grad(), 360);
    }

    @Test
    void a20BroadcastsAreSummedBack() {
        Tensor x = ones(3, 1).requiresGrad_();
        Tensor y = ones(4).requiresGrad_();
        x.mul(y).sum().backward();
        assertEquals(Shape.of(3, 1), x.grad().shape());
        Expect.values(x.grad(), 4, 4, 4);
        Expect.values(y.grad(), 3, 3, 3, 3);
    }

    @Test
    void a21GradientHasTheDtypeOfTheInput() {
        Tensor x = ones(2).requiresGrad_();
        Tensor y = ones(TensorOptions.dtype(DType.FLOAT64), 2).requiresGrad_();
        x.mul(y).sum().backward();
        assertEquals(DType.FLOAT32, x.grad().dtype());
        assertEquals(DType.FLOAT64, y.grad().dtype());
    }

    @Test
    void a22NonLeafKeepsNoGradient() {
        Tensor y = ones(2).requiresGrad_().mul(2);
        y.sum().backward();
        assertNull(y.grad());
    }

    @Test
    void a23RetainGrad() {
        Tensor x = ones(2).requiresGrad_();
        Tensor y = x.mul(2).retainGrad();
        y.mul(3).sum().backward();
        Expect.values(y.grad(), 3, 3);
        Expect.values(x.grad(), 6, 6);
    }

    @Test
    void a24InputsRestrictAccumulation() {
        Tensor x = scalar(2.0).requiresGrad_();
        Tensor w = scalar(5.0).requiresGrad_();
        x.mul(w).backward(null, false, false, List.of(x));
        Expect.values(x.grad(), 5);
        assertNull(w.grad());
    }

    @Test
    void a25UnusedLeafKeepsNoGradient() {
        Tensor x = scalar(2.0).requiresGrad_();
        Tensor u = scalar(1.0).requiresGrad_();
        x.mul(2).backward();
        assertNull(u.grad());
    }

    @Test
    void rootsThatDependOnEachOther() {
        Tensor x = scalar(2.0).requiresGrad_();
        Tensor y = x.mul(3);
        Tensor z = y.mul(y);
        dev.jgrad.autograd.Autograd.backward(List.of(y, z), null, dev.jgrad.autograd.Autograd.Options.DEFAULT, null);
        Expect.values(x.grad(), 3 + 2 * 6 * 3);
    }
}
