package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.tensor;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.jgrad.nn.optim.SGD;
import dev.jgrad.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizerSemanticsTest {
    @Test
    void a26ZeroGradSetsToNull() {
        Tensor p = tensor(1.0).requiresGrad_();
        SGD o = new SGD(List.of(p), 0.1);
        p.mul(2).sum().backward();
        Expect.values(p.grad(), 2);
        o.zeroGrad();
        assertNull(p.grad());
        p.mul(2).sum().backward();
        o.zeroGrad(false);
        Expect.values(p.grad(), 0);
    }

    @Test
    void a27StepSkipsParametersWithoutGradient() {
        Tensor p = tensor(1.0).requiresGrad_();
        Tensor q = tensor(1.0).requiresGrad_();
        SGD o = new SGD(List.of(p, q), SGD.Options.lr(0.1).withWeightDecay(1));
        p.mul(2).sum().backward();
        o.step();
        Expect.values(p, 0.7);
        Expect.values(q, 1);
    }
}
