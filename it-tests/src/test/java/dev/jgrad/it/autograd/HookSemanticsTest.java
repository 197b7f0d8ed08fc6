package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.ones;
import static dev.jgrad.tensor.Tensors.scalar;
import static dev.jgrad.tensor.Tensors.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.AnomalyMode;
import dev.jgrad.autograd.RemovableHandle;
import dev.jgrad.autograd.SavedTensorHooks;
import dev.jgrad.data.AutogradException;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HookSemanticsTest {
    @Test
    void a66OrderAndReplacement() {
        Tensor x = scalar(2.0).requiresGrad_();
        List<String> log = new ArrayList<>();
        x.registerHook(g -> {
            log.add("first " + g.item());
            return g.mul(10);
        });
        x.registerHook(g -> {
            log.add("second " + g.item());
            return null;
        });
        x.mul(3).backward();
        assertEquals(List.of("first 3.0", "second 30.0"), log);
        Expect.values(x.grad(), 30);
    }

    @Test
    void a67OnAnIntermediateAndRemoval() {
        Tensor x = scalar(2.0).requiresGrad_();
        Tensor y = x.mul(3);
        RemovableHandle h = y.registerHook(g -> g.mul(2));
        y.mul(5).backward(null, true, false);
        Expect.values(x.grad(), 30);
        h.remove();
        x.setGrad(null);
        y.mul(5).backward();
        Expect.values(x.grad(), 15);
    }

    @Test
    void a68OnALeafSeesEachGradient() {
        Tensor x = scalar(2.0).requiresGrad_();
        List<Double> seen = new ArrayList<>();
        x.registerHook(g -> {
            seen.add(g.item());
            return null;
        });
        x.mul(3).backward();
        x.mul(4).backward();
        assertEquals(List.of(3.0, 4.0), seen);
        Expect.values(x.grad(), 7);
    }

    @Test
    void postAccumulateHookSeesTheLeafWithItsGradient() {
        Tensor x = scalar(2.0).requiresGrad_();
        List<Double> seen = new ArrayList<>();
        RemovableHandle h =
                x.registerPostAccumulateGradHook(leaf -> seen.add(leaf.grad().item()));
        x.mul(3).backward();
        x.mul(4).backward();
        h.remove();
        x.mul(5).backward();
        assertEquals(List.of(3.0, 7.0), seen);
        Expect.fails(
                () -> x.mul(2).registerPostAccumulateGradHook(leaf -> {}),
                "post accumulate grad hooks cannot be registered on non-leaf tensors");
    }

    @Test
    void savedTensorHooksReplaceWhatIsSaved() {
        Tensor x = tensor(2., 3.).requiresGrad_();
        List<String> log = new ArrayList<>();
        Tensor y;
        try (var _ = new SavedTensorHooks(
                        t -> {
                            log.add("pack");
                            return t.toDoubleArray();
                        },
                        o -> {
                            log.add("unpack");
                            return tensor((double[]) o);
                        })
                .install()) {
            y = x.mul(x);
        }
        y.sum().backward();
        Expect.values(x.grad(), 4, 6);
        assertEquals(List.of("pack", "pack", "unpack", "unpack"), log);
    }

    @Test
    void nodeHooksSeeInputsAndOutputs() {
        Tensor x = scalar(2.0).requiresGrad_();
        Tensor y = x.mul(3);
        List<Double> seen = new ArrayList<>();
        y.gradFn().hooks().addAfter((inputs, outputs) -> {
            seen.add(inputs.getFirst().item());
            seen.add(outputs.getFirst().item());
            return null;
        });
        y.backward();
        assertEquals(List.of(3.0, 1.0), seen);
    }

    @Test
    void anomalyModeShowsTheForwardCall() {
        Tensor x = tensor(-1.0).requiresGrad_();
        try (var _ = AnomalyMode.enabled()) {
            Tensor y = x.sqrt().sum();
            AutogradException e = assertThrows(AutogradException.class, y::backward);
            assertTrue(e.getMessage().contains("Function 'SqrtBackward0' returned nan values in its 0th output."));
            boolean here = false;
            for (StackTraceElement frame : e.getSuppressed()[0].getStackTrace()) {
                here |= frame.getMethodName().equals("anomalyModeShowsTheForwardCall");
            }
            assertTrue(here, "the trace names the line of the forward pass");
        }
    }

    @Test
    void hooksNeedAGradient() {
        Expect.fails(
                () -> ones(2).registerHook(g -> g), "cannot register a hook on a tensor that doesn't require gradient");
    }
}
