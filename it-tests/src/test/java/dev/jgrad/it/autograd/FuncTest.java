package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.randint;
import static dev.jgrad.tensor.Tensors.randn;
import static dev.jgrad.tensor.Tensors.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Derivatives;
import dev.jgrad.autograd.Func;
import dev.jgrad.autograd.Vmap;
import dev.jgrad.data.DType;
import dev.jgrad.nn.FunctionalCall;
import dev.jgrad.nn.layer.BatchNorm2d;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.ConvOptions;
import dev.jgrad.nn.layer.Flatten;
import dev.jgrad.nn.layer.GroupNorm;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.MaxPool2d;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.nn.layer.Tanh;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class FuncTest {
    private static final TensorOptions F64 = TensorOptions.dtype(DType.FLOAT64);

    private static void same(Tensor expected, Tensor actual) {
        assertEquals(expected.shape(), actual.shape());
        assertArrayEquals(expected.detach().toDoubleArray(), actual.detach().toDoubleArray(), 1e-9);
    }

    private static Sequential net() {
        Generator.manualSeed(4);
        Sequential net = new Sequential(
                new Conv2d(2, 4, 3),
                new GroupNorm(2, 4),
                new ReLU(),
                new MaxPool2d(2),
                new Conv2d(4, 4, 2, ConvOptions.DEFAULT.withGroups(2)),
                new BatchNorm2d(4),
                new Tanh(),
                new Flatten(),
                new Linear(16, 3));
        net.to(DType.FLOAT64);
        net.eval();
        return net;
    }

    @Test
    void gradients() {
        Tensor x = tensor(F64, new double[] {1, 2}, 2);
        UnaryOperator<Tensor> f = t -> t.pow(3).sum();
        Expect.values(Func.grad(f).apply(x), 3, 12);
        assertFalse(Func.grad(f).apply(x).requiresGrad());
        Expect.values(Func.grad((Tensor t) -> Func.grad(f).apply(t).sum()).apply(x), 6, 12);
        Func.WithValue both = Func.gradAndValue(f).apply(x);
        Expect.values(both.value(), 9);
        Expect.values(both.derivative().getFirst(), 3, 12);
        Expect.fails(() -> Func.grad((Tensor t) -> t).apply(x), "Expected f(*args) to return a scalar tensor");
        Tensor leaf = tensor(F64, new double[] {2}, 1).requiresGrad_();
        Func.grad((Tensor t) -> t.mul(leaf).pow(2).sum()).apply(x).sum().backward();
        Expect.values(leaf.grad(), 4 * 2 * (1 + 2)); // d/dw of sum of 2 w² x
        List<Tensor> grads =
                Func.gradAll(a -> a.get(0).mul(a.get(1)).sum(), 1, 0).apply(List.of(x, x.mul(5)));
        Expect.values(grads.get(0), 1, 2);
        Expect.values(grads.get(1), 5, 10);
    }

    @Test
    void productsAndJacobians() {
        Tensor x = randn(F64, 3);
        Tensor v = randn(F64, 3);
        UnaryOperator<Tensor> f = t -> t.sin().mul(t.sum()).softmax(0);
        Tensor j = Derivatives.jacobian(f, x);
        same(j, Func.jacrev(f).apply(x));
        same(j, Func.jacfwd(f).apply(x));
        same(j, Func.jacrev(f, new Vmap().chunkSize(2)).apply(x));
        same(j, Func.jacfwd(f, new Vmap().chunkSize(2)).apply(x));
        same(j.mv(v), Func.jvp(f, x, v));
        UnaryOperator<Tensor> pullback = Func.vjp(f, x);
        same(j.t().mv(v), pullback.apply(v));
        same(j.t().mv(v.mul(2)), pullback.apply(v.mul(2)));
        UnaryOperator<Tensor> g = t -> f.apply(t).pow(2).sum();
        Tensor h = Derivatives.hessian(g, x);
        same(h, Func.hessian(g).apply(x));
        same(h, Func.jacrev(Func.jacrev(g)).apply(x));
        same(h, Func.jacfwd(Func.jacfwd(g)).apply(x));
        same(h, Func.jacrev(Func.jacfwd(g)).apply(x));
    }

    @Test
    void jacobiansOfManyPoints() {
        Tensor x = randn(F64, 4, 3);
        UnaryOperator<Tensor> f = t -> t.exp().mul(t.sum());
        Tensor all = Func.vmap(Func.jacrev(f)).apply(x);
        Tensor forward = Func.vmap(Func.jacfwd(f)).apply(x);
        Tensor hessians =
                Func.vmap(Func.hessian((Tensor t) -> f.apply(t).sum())).apply(x);
        for (int i = 0; i < 4; i++) {
            same(Derivatives.jacobian(f, x.select(0, i)), all.select(0, i));
            same(Derivatives.jacobian(f, x.select(0, i)), forward.select(0, i));
            same(Derivatives.hessian(t -> f.apply(t).sum(), x.select(0, i)), hessians.select(0, i));
        }
    }

    /** As in PyTorch's tutorial: the gradient of each sample's loss with respect to all parameters. */
    @Test
    void gradientsPerSampleOfAConvolutionNet() {
        Sequential net = net();
        Tensor x = randn(F64, 5, 2, 8, 8);
        Tensor y = randint(0, 3, 5);
        List<String> names = new ArrayList<>(net.namedParameters().keySet());
        Function<List<Tensor>, Tensor> loss = in -> {
            Map<String, Tensor> named = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                named.put(names.get(i), in.get(i));
            }
            Tensor out = FunctionalCall.functionalCall(
                    net, named, in.get(names.size()).unsqueeze(0));
            return Functional.crossEntropy(out, in.get(names.size() + 1).unsqueeze(0));
        };
        int n = names.size();
        int[] all = new int[n];
        Integer[] dims = new Integer[n + 2];
        for (int i = 0; i < n; i++) {
            all[i] = i;
        }
        dims[n] = 0;
        dims[n + 1] = 0;
        List<Tensor> inputs = new ArrayList<>(net.parameters());
        inputs.replaceAll(Tensor::detach);
        inputs.add(x);
        inputs.add(y);
        List<Tensor> perSample = Func.vmapAll(Func.gradAll(loss, all)::apply, new Vmap().inDims(dims))
                .apply(inputs);
        for (int i = 0; i < 5; i++) {
            Tensor single = Functional.crossEntropy(net.call(x.narrow(0, i, 1)), y.narrow(0, i, 1));
            List<Tensor> expected = Autograd.grad(List.of(single), net.parameters(), null, Autograd.Options.DEFAULT);
            for (int p = 0; p < n; p++) {
                same(expected.get(p), perSample.get(p).select(0, i));
            }
        }
        assertTrue(net.parameters().stream().allMatch(p -> p.grad() == null));
    }

    @Test
    void jacobianAndHessianOfAConvolutionNet() {
        Sequential net = net();
        Tensor x = randn(F64, 1, 2, 8, 8);
        Tensor j = Derivatives.jacobian(net::call, x);
        same(j, Func.jacrev((Tensor t) -> net.call(t)).apply(x));
        same(j, Func.jacfwd((Tensor t) -> net.call(t)).apply(x));
        UnaryOperator<Tensor> loss = t -> net.call(t).pow(2).sum();
        Tensor h = Derivatives.hessian(loss, x);
        same(h, Func.hessian(loss).apply(x));
        same(h, Func.jacrev(Func.grad(loss)).apply(x));
    }

    /** Models as examples: the same input through several sets of parameters. */
    @Test
    void ensembles() {
        Sequential net = net();
        net.train();
        Tensor x = randn(F64, 3, 2, 8, 8);
        Map<String, Tensor> state = new LinkedHashMap<>(net.namedParameters());
        net.namedBuffers().forEach((name, b) -> {
            if (b.isFloatingPoint()) {
                state.put(name, b);
            }
        });
        List<String> names = new ArrayList<>(state.keySet());
        List<Tensor> stacked = new ArrayList<>();
        names.forEach(name -> {
            Tensor t = state.get(name).detach();
            stacked.add(dev.jgrad.tensor.Tensors.stack(0, t, t.mul(1.1), t.mul(0.9)));
        });
        Function<List<Tensor>, Tensor> call = in -> {
            Map<String, Tensor> named = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                named.put(names.get(i), in.get(i));
            }
            return FunctionalCall.functionalCall(net, named, x);
        };
        Tensor out = Func.vmapAll(in -> List.of(call.apply(in)), new Vmap())
                .apply(stacked)
                .getFirst();
        for (int m = 0; m < 3; m++) {
            int model = m;
            same(
                    call.apply(stacked.stream()
                            .map(t -> t.select(0, model).clone())
                            .toList()),
                    out.select(0, m));
        }
    }

    @Test
    void functionalCallPutsEverythingBack() {
        Linear layer = new Linear(2, 2);
        Tensor weight = layer.weight();
        Tensor other = randn(2, 2);
        Tensor x = randn(1, 2);
        Tensor out = FunctionalCall.functionalCall(layer, Map.of("weight", other), x);
        assertArrayEquals(
                Functional.linear(x, other, layer.getParameter("bias")).detach().toFloatArray(),
                out.detach().toFloatArray(),
                1e-6f);
        assertSame(weight, layer.weight());
        assertSame(weight, layer.getParameter("weight"));
        Expect.fails(
                () -> FunctionalCall.functionalCall(layer, Map.of("nobody", other), x),
                "no parameter or buffer `nobody`");
        Expect.fails(() -> FunctionalCall.functionalCall(layer, Map.of("weight", randn(3, 3)), x), "");
        assertSame(weight, layer.weight());
    }
}
