package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.ones;
import static dev.jgrad.tensor.Tensors.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Guard;
import dev.jgrad.data.AutogradException;
import dev.jgrad.tensor.Tensor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ModeSemanticsTest {
    @Test
    void a37NoGradIsRestoredOnExit() {
        Tensor x = ones(1).requiresGrad_();
        try (var _ = Grad.disabled()) {
            assertFalse(x.mul(2).requiresGrad());
            assertFalse(Grad.isEnabled());
        }
        assertTrue(x.mul(2).requiresGrad());
        assertTrue(Grad.isEnabled());
    }

    @Test
    void a38EnableGradInsideNoGrad() {
        Tensor x = ones(1).requiresGrad_();
        try (var _ = Grad.disabled()) {
            try (var _ = Grad.enabled()) {
                assertTrue(x.mul(2).requiresGrad());
            }
            assertFalse(x.mul(2).requiresGrad());
        }
    }

    @Test
    void a39RestoredWhenTheBlockThrows() {
        assertThrows(IllegalStateException.class, () -> {
            try (var _ = Grad.disabled()) {
                throw new IllegalStateException("x");
            }
        });
        assertTrue(Grad.isEnabled());
    }

    @Test
    void a40SetGradEnabled() {
        Tensor x = ones(1).requiresGrad_();
        try (var _ = Grad.with(false)) {
            assertFalse(x.mul(2).requiresGrad());
        }
        Grad.setEnabled(false);
        assertFalse(x.mul(2).requiresGrad());
        Grad.setEnabled(true);
        assertTrue(x.mul(2).requiresGrad());
    }

    @Test
    void a41LeafMadeInsideNoGrad() {
        Tensor x = Grad.noGrad(() -> ones(1).requiresGrad_());
        assertTrue(x.requiresGrad() && x.isLeaf() && x.mul(2).requiresGrad());
    }

    @Test
    void a42InferenceTensorsCannotBeSaved() {
        Tensor a;
        try (var _ = Grad.inferenceMode()) {
            a = ones(2).mul(2);
        }
        assertTrue(a.isInference());
        assertFalse(a.requiresGrad());
        Tensor x = ones(2).requiresGrad_();
        Expect.fails(() -> x.mul(a), "Inference tensors cannot be saved for backward.");
    }

    @Test
    void a43AsLambda() {
        Tensor x = ones(1).requiresGrad_();
        assertFalse(Grad.noGrad(() -> x.mul(2)).requiresGrad());
    }

    @Test
    void a44DetachSharesStorage() {
        Tensor x = tensor(1., 2.).requiresGrad_();
        Tensor d = x.detach();
        d.set(9, dev.jgrad.tensor.Index.at(0));
        Expect.values(x, 9, 2);
        assertFalse(d.requiresGrad());
        x.mul(x.detach()).sum().backward();
        Expect.values(x.grad(), 9, 2);
    }

    @Test
    void a45ChangingADetachedAliasOfASavedTensorIsCaught() {
        Tensor x = tensor(1., 2.).requiresGrad_();
        Tensor y = x.exp();
        y.detach().zero_();
        Expect.fails(
                () -> y.sum().backward(),
                "one of the variables needed for gradient computation has been modified by an inplace operation:"
                        + " [torch.FloatTensor [2]], which is output 0 of Exp, is at version 1; expected version 0"
                        + " instead");
    }

    @Test
    void a46DataIsNotCaught() {
        Tensor x = tensor(1., 2.).requiresGrad_();
        Tensor y = x.exp();
        y.data().zero_();
        y.sum().backward();
        Expect.values(x.grad(), 0, 0);
    }

    @Test
    void a72GradModeIsPerThread() throws InterruptedException {
        AtomicBoolean enabled = new AtomicBoolean();
        try (var _ = Grad.disabled()) {
            Thread t = new Thread(() -> enabled.set(Grad.isEnabled()));
            t.start();
            t.join();
        }
        assertTrue(enabled.get());
    }

    @Test
    void guardsCheckOrderAndThread() throws InterruptedException {
        Guard outer = Grad.disabled();
        Guard inner = Grad.enabled();
        assertThrows(AutogradException.class, outer::close);
        StringBuilder message = new StringBuilder();
        Thread t = new Thread(() -> {
            try {
                inner.close();
            } catch (AutogradException e) {
                message.append(e.getMessage());
            }
        });
        t.start();
        t.join();
        assertTrue(message.toString().contains("another thread"));
        inner.close();
        outer.close();
        assertEquals(true, Grad.isEnabled());
    }
}
