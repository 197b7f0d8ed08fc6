package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.cat;
import static dev.jgrad.tensor.Tensors.ones;
import static dev.jgrad.tensor.Tensors.scalar;
import static dev.jgrad.tensor.Tensors.tensor;
import static dev.jgrad.tensor.Tensors.zeros;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.DType;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import org.junit.jupiter.api.Test;

class LeafSemanticsTest {
    @Test
    void a01UserTensorsAreLeavesResultsAreNot() {
        Tensor x = tensor(1., 2.).requiresGrad_();
        Tensor y = x.mul(2);
        assertTrue(x.isLeaf());
        assertFalse(y.isLeaf());
        assertTrue(x.requiresGrad() && y.requiresGrad());
        assertNull(x.gradFn());
        Expect.node("MulBackward0", y);
    }

    @Test
    void a02ComputedWithoutGradIsALeaf() {
        Tensor b = ones(2).add(1);
        assertTrue(b.isLeaf());
        assertFalse(b.requiresGrad());
        assertNull(b.gradFn());
    }

    @Test
    void a03RequiresGradSpreads() {
        Tensor a = ones(2);
        Tensor x = ones(2).requiresGrad_();
        assertTrue(a.add(x).requiresGrad());
        assertFalse(a.mul(a).requiresGrad());
        assertTrue(cat(0, a, x).requiresGrad());
    }

    @Test
    void a04IntegralAndBooleanResultsNeverRequireGrad() {
        Tensor x = tensor(3., 1., 2.).requiresGrad_();
        assertFalse(x.argmax().requiresGrad());
        assertFalse(x.gt(1).requiresGrad());
        assertFalse(x.to(DType.INT64).requiresGrad());
        assertFalse(x.sort(-1, false).indices().requiresGrad());
        assertTrue(x.sort(-1, false).values().requiresGrad());
    }

    @Test
    void a05OnlyFloatingTensorsRequireGrad() {
        Expect.fails(
                () -> tensor(new TensorOptions(DType.INT64, null, true), new long[] {1, 2}, 2),
                "Only Tensors of floating point and complex dtype can require gradients");
        Expect.fails(() -> tensor(1, 2).requiresGrad_(), "only Tensors of floating point dtype can require gradients");
        Expect.fails(
                () -> zeros(TensorOptions.dtype(DType.BOOL), 2).requiresGrad_(),
                "only Tensors of floating point dtype can require gradients");
    }

    @Test
    void a06RequiresGradChangesOnLeavesOnly() {
        Tensor x = ones(2).requiresGrad_();
        Tensor y = x.mul(2);
        Expect.fails(() -> y.requiresGrad_(false), "you can only change requires_grad flags of leaf variables.");
        x.requiresGrad_(false);
        assertFalse(x.requiresGrad());
        assertTrue(y.requiresGrad());
    }

    @Test
    void a07ConversionsOfALeafAreNoLeaves() {
        Tensor x = ones(2).requiresGrad_();
        assertFalse(x.toDouble().isLeaf());
        assertSame(x, x.to(DType.FLOAT32));
        assertFalse(x.clone().isLeaf());
        assertTrue(x.detach().isLeaf());
        assertFalse(x.view(2).isLeaf());
    }

    @Test
    void scalarsAreLeavesToo() {
        assertTrue(scalar(2.0).requiresGrad_().isLeaf());
    }
}
