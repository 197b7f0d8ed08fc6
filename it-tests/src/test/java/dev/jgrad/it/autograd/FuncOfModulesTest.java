package dev.jgrad.it.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Checkpointing;
import dev.jgrad.autograd.Derivatives;
import dev.jgrad.autograd.Func;
import dev.jgrad.autograd.SaveOnHost;
import dev.jgrad.autograd.Vmap;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.FunctionalCall;
import dev.jgrad.nn.layer.BatchNorm1d;
import dev.jgrad.nn.layer.BatchNormReplacement;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What {@code torch.func} and {@code torch.autograd.functional} do at a point, with many models, and beside checkpoints. */
class FuncOfModulesTest {
    private static final TensorOptions F64 = TensorOptions.dtype(DType.FLOAT64);

    private static Tensor vector(double... values) {
        return Tensors.tensor(F64, values, values.length);
    }

    @Test
    void linearizedFunctions() {
        int[] calls = {0};
        UnaryOperator<Tensor> f = x -> {
            calls[0]++;
            return x.sin().mul(x.prod());
        };
        Tensor x = vector(0.3, 1.2, -0.7);
        Func.Linearized linear = Func.linearize(f, x);
        assertArrayEquals(f.apply(x).toDoubleArray(), linear.output().toDoubleArray());
        calls[0] = 0;
        for (Tensor v : List.of(vector(1, 0, 0), vector(0.2, -3, 1))) {
            Tensor along = linear.jvp().apply(v);
            assertEquals(0, calls[0]);
            assertArrayEquals(Func.jvp(f, x, v).toDoubleArray(), along.toDoubleArray(), 1e-12);
            calls[0] = 0;
        }
        assertThrows(ShapeException.class, () -> linear.jvp().apply(vector(1)));
        Tensor constant = Func.linearize(t -> vector(1, 2), x).jvp().apply(x);
        assertArrayEquals(new double[2], constant.toDoubleArray());
    }

    @Test
    void vectorHessianProducts() {
        UnaryOperator<Tensor> f = x -> x.pow(3).sum().mul(x.select(0, 0));
        Tensor x = vector(0.5, -1.5);
        Tensor v = vector(2, 3);
        Tensor expected = v.matmul(Derivatives.hessian(f, x));
        Derivatives.Result r = Derivatives.vhp(f, x, v);
        assertArrayEquals(expected.toDoubleArray(), r.derivative().toDoubleArray(), 1e-12);
        assertThrows(ShapeException.class, () -> Derivatives.vhp(t -> t, x, v));
    }

    @Test
    void manyModelsAtOnce() {
        List<Sequential> models = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            models.add(new Sequential(new Linear(4, 5), new ReLU(), new Linear(5, 2)));
        }
        FunctionalCall.Stacked all = FunctionalCall.stackModuleState(models);
        assertEquals(
                List.of("0.weight", "0.bias", "2.weight", "2.bias"),
                List.copyOf(all.parameters().keySet()));
        Tensor weight = all.parameters().get("0.weight");
        assertTrue(weight.isLeaf() && weight.requiresGrad());
        Tensor x = Tensors.randn(6, 4);
        List<String> names = List.copyOf(all.parameters().keySet());
        UnaryOperator<List<Tensor>> one = p -> {
            Map<String, Tensor> tensors = new java.util.LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                tensors.put(names.get(i), p.get(i));
            }
            return List.of(FunctionalCall.functionalCall(models.getFirst(), tensors, x));
        };
        Tensor y = Func.vmapAll(one, new Vmap())
                .apply(List.copyOf(all.parameters().values()))
                .getFirst();
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(
                    models.get(i).call(x).toDoubleArray(), y.select(0, i).toDoubleArray(), 1e-5);
        }
        assertEquals(
                "stack_module_state: Expected at least one model, got 0.",
                assertThrows(ArgumentException.class, () -> FunctionalCall.stackModuleState(List.of()))
                        .getMessage());
        models.get(1).eval();
        assertEquals(
                "stack_module_state: Expected all models to have the same training/eval mode.",
                assertThrows(ArgumentException.class, () -> FunctionalCall.stackModuleState(models))
                        .getMessage());
        assertEquals(
                "stack_module_state: Expected all models to be of the same class.",
                assertThrows(
                                ArgumentException.class,
                                () -> FunctionalCall.stackModuleState(List.of(new ReLU(), new Linear(1, 1))))
                        .getMessage());
    }

    @Test
    void batchNormWithoutRunningStatistics() {
        Sequential net = new Sequential(new Linear(3, 4), new BatchNorm1d(4));
        BatchNormReplacement.replaceAllBatchNormModules_(net);
        assertEquals(
                "BatchNorm1d(4, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=False)",
                net.getSubmodule("1").toString());
        assertEquals(
                List.of("0.weight", "0.bias", "1.weight", "1.bias"),
                List.copyOf(net.stateDict().keySet()));
        Tensor x = Tensors.randn(2, 5, 3);
        Tensor both = Func.vmap((Tensor t) -> net.call(t)).apply(x);
        net.eval();
        assertArrayEquals(
                net.call(x.select(0, 1)).toDoubleArray(), both.select(0, 1).toDoubleArray(), 1e-5);
    }

    /** Forward over reverse: the recomputed values need the tangents that the first run had. */
    @Test
    void checkpointsUnderForwardMode() {
        Tensor w = vector(0.4, -1.1, 0.8);
        UnaryOperator<Tensor> block = t -> t.mul(w).sin().mul(t).exp();
        UnaryOperator<Tensor> plain = t -> block.apply(block.apply(t).log1p()).sum();
        UnaryOperator<Tensor> saving = t -> Checkpointing.checkpoint(
                        block, Checkpointing.checkpoint(block, t).log1p())
                .sum();
        Tensor x = vector(0.3, 0.9, -0.2);
        Tensor v = vector(1, -2, 0.5);
        double[] expected = Func.jvp(Func.grad(plain), x, v).toDoubleArray();
        assertArrayEquals(expected, Func.jvp(Func.grad(saving), x, v).toDoubleArray(), 1e-12);
        assertArrayEquals(
                Func.hessian(plain).apply(x).toDoubleArray(),
                Func.hessian(saving).apply(x).toDoubleArray(),
                1e-12);
        assertArrayEquals(
                Func.jvp(plain, x, v).toDoubleArray(), Func.jvp(saving, x, v).toDoubleArray(), 1e-12);
        UnaryOperator<Tensor> offloading = t -> {
            try (var _ = SaveOnHost.enabled()) {
                return plain.apply(t);
            }
        };
        assertArrayEquals(expected, Func.jvp(Func.grad(offloading), x, v).toDoubleArray(), 1e-12);
        UnaryOperator<Tensor> third = Func.jacfwd(Func.jacfwd(Func.grad(plain)));
        UnaryOperator<Tensor> thirdSaving = Func.jacfwd(Func.jacfwd(Func.grad(saving)));
        assertArrayEquals(third.apply(x).toDoubleArray(), thirdSaving.apply(x).toDoubleArray(), 1e-9);
    }
}
