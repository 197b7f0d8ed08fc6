package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.ones;
import static dev.jgrad.tensor.Tensors.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.IndexException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** What variations of PyTorch's recorded semantics found. */
class VariedSemanticsTest {
    private static String message(Runnable action) {
        return assertThrows(AutogradException.class, action::run).getMessage();
    }

    @Test
    void hooksKeepSizeAndTypeOfTheGradient() {
        Tensor x = ones(2).requiresGrad_();
        x.registerHook(g -> ones(3));
        assertTrue(message(() -> x.mul(2).sum().backward()).contains("has changed the size of value"));
        assertNull(x.grad());

        Tensor y = ones(2).requiresGrad_().mul(2);
        y.registerHook(g -> g.toDouble());
        assertTrue(message(() -> y.sum().backward()).contains("has changed the type of value"));
    }

    @Test
    void inferenceTensorsAreNotWrittenOutsideOfTheirMode() {
        Tensor made;
        try (var _ = Grad.inferenceMode()) {
            made = ones(2);
            made.add_(1);
        }
        assertTrue(message(() -> made.add_(1)).startsWith("Inplace update to inference tensor outside InferenceMode"));
        assertThrows(
                AutogradException.class,
                () -> Grad.noGrad(() -> {
                    made.zero_();
                }));
        assertEquals("tensor([2., 2.])", made.toString());
    }

    @Test
    void viewsFromNoGradModeAreNotWrittenInGradMode() {
        Tensor base = ones(2).requiresGrad_().clone();
        Tensor view = Grad.noGrad(() -> base.view(2, 1));
        assertTrue(message(() -> view.mul_(2)).startsWith("A view was created in no_grad mode"));
        Tensor leaf = ones(2).requiresGrad_();
        Tensor part = Grad.noGrad(() -> leaf.view(2, 1));
        message(() -> part.add_(1));
        Grad.noGrad(() -> {
            part.add_(1);
        });
        assertEquals("tensor([2., 2.], requires_grad=True)", leaf.toString());
        leaf.detach().view(2, 1).add_(1);
    }

    @Test
    void aRecordedGradientIsCopiedToItsLeaf() {
        Tensor x = ones(2).requiresGrad_();
        x.pow(3).sum().backward(null, true, true);
        assertEquals("tensor([3., 3.], grad_fn=<CopyBackwards>)", x.grad().toString());
        x.pow(3).sum().backward(null, true, true);
        assertEquals("tensor([6., 6.], grad_fn=<AddBackward0>)", x.grad().toString());
        Tensor w = tensor(1., 2).requiresGrad_();
        w.mul(2).sum().backward(null, true, true);
        assertEquals("tensor([2., 2.])", w.grad().toString());
    }

    @Test
    void quantilesAndInversesCheckTheirArguments() {
        Tensor number = Tensors.scalar(1.0);
        assertThrows(IndexException.class, () -> number.quantile(0.5, 3, false, "linear"));
        assertThrows(ArgumentException.class, () -> Tensors.zeros(2, 2).choleskyInverse(false));
    }
}
