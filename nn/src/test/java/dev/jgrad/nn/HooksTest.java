package dev.jgrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.jgrad.autograd.RemovableHandle;
import dev.jgrad.nn.layer.Bilinear;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HooksTest {
    /** y = 2x, without parameters. */
    private static final class Twice extends Module {
        @Override
        public Tensor forward(Tensor x) {
            return x.mul(2.0);
        }
    }

    @Test
    void forwardHooksSeeAndReplace() {
        Twice twice = new Twice();
        List<String> order = new ArrayList<>();
        RemovableHandle before = twice.registerForwardPreHook((module, inputs) -> {
            order.add("before " + inputs.getFirst().item());
            inputs.set(0, inputs.getFirst().add(1.0));
        });
        RemovableHandle after = twice.registerForwardHook((module, inputs, outputs) -> {
            order.add("after " + inputs.getFirst().item() + " "
                    + outputs.getFirst().item());
            outputs.set(0, outputs.getFirst().add(0.5));
        });
        assertEquals(8.5, twice.call(Tensors.scalar(3.0)).item());
        assertEquals(List.of("before 3.0", "after 4.0 8.0"), order);
        before.remove();
        before.remove();
        assertEquals(6.5, twice.call(Tensors.scalar(3.0)).item());
        after.remove();
        assertEquals(6, twice.call(Tensors.scalar(3.0)).item());
        assertEquals(3, order.size());
    }

    @Test
    void hooksRunForEveryModuleBelow() {
        List<String> seen = new ArrayList<>();
        Sequential net = new Sequential(new Twice(), new Sequential(new Twice()));
        net.namedModules()
                .forEach((name, module) -> module.registerForwardHook((m, inputs, outputs) ->
                        seen.add(name + " " + outputs.getFirst().item())));
        net.call(Tensors.scalar(1.0));
        assertEquals(List.of("0 2.0", "1.0 4.0", "1 4.0", " 4.0"), seen);
    }

    @Test
    void backwardHooksSeeAndReplaceGradients() {
        Twice twice = new Twice();
        List<Double> seen = new ArrayList<>();
        twice.registerFullBackwardPreHook((module, gradOutputs) -> {
            seen.add(gradOutputs.getFirst().item());
            gradOutputs.set(0, gradOutputs.getFirst().mul(10.0));
        });
        twice.registerFullBackwardHook((module, gradInputs, gradOutputs) -> {
            seen.add(gradInputs.getFirst().item());
            seen.add(gradOutputs.getFirst().item());
            gradInputs.set(0, gradInputs.getFirst().add(1.0));
        });
        Tensor x = Tensors.scalar(3.0).requiresGrad_();
        Tensor y = twice.call(x);
        assertEquals("BackwardHookFunctionBackward", y.gradFn().name());
        y.mul(3.0).backward();
        assertEquals(List.of(3.0, 60.0, 30.0), seen);
        assertEquals(61, x.grad().item());
    }

    @Test
    void backwardHooksSeeAllInputsAtOnce() {
        Bilinear bilinear = new Bilinear(2, 3, 1);
        List<List<Tensor>> seen = new ArrayList<>();
        bilinear.registerFullBackwardHook((module, gradInputs, gradOutputs) -> seen.add(new ArrayList<>(gradInputs)));
        Tensor a = Tensors.randn(4, 2).requiresGrad_();
        Tensor b = Tensors.randn(4, 3).requiresGrad_();
        bilinear.call(a, b).sum().backward();
        assertEquals(1, seen.size());
        assertArrayEquals(a.grad().toDoubleArray(), seen.getFirst().get(0).toDoubleArray());
        assertArrayEquals(b.grad().toDoubleArray(), seen.getFirst().get(1).toDoubleArray());
        assertNotNull(bilinear.weight().grad());
    }

    @Test
    void backwardHooksRunWhereNoInputNeedsAGradient() {
        Linear linear = new Linear(2, 1);
        List<Tensor> gradInputs = new ArrayList<>();
        linear.registerFullBackwardHook((module, in, out) -> gradInputs.addAll(in));
        linear.call(Tensors.ones(1, 2)).sum().backward();
        assertEquals(1, gradInputs.size());
        assertNull(gradInputs.getFirst());
    }
}
