package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.randn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Checkpointing;
import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.SaveOnHost;
import dev.jgrad.autograd.SavedTensorHooks;
import dev.jgrad.data.DType;
import dev.jgrad.nn.CheckpointSequential;
import dev.jgrad.nn.layer.BatchNorm2d;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.Dropout;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CheckpointingTest {
    private static final TensorOptions F64 = TensorOptions.dtype(DType.FLOAT64);

    private static Sequential net() {
        Generator.manualSeed(5);
        return new Sequential(
                new Conv2d(3, 4, 3),
                new BatchNorm2d(4),
                new ReLU(),
                new Dropout(0.4),
                new Conv2d(4, 4, 3),
                new BatchNorm2d(4),
                new ReLU());
    }

    /** The gradients of all parameters and of the input after one step whose random numbers start at a seed. */
    private static List<float[]> gradients(Sequential net, UnaryOperator<Tensor> call) {
        Generator.manualSeed(11);
        Tensor x = randn(2, 3, 8, 8).requiresGrad_();
        call.apply(x).pow(2).sum().backward();
        List<float[]> all = new ArrayList<>();
        net.parameters().forEach(p -> all.add(p.grad().toFloatArray()));
        all.add(x.grad().toFloatArray());
        return all;
    }

    private static void assertSame(List<float[]> expected, List<float[]> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), 1e-6f, "gradient " + i);
        }
    }

    @Test
    void aConvolutionNetWithDropoutGetsTheSameGradients() {
        Sequential plain = net();
        List<float[]> expected = gradients(plain, plain::call);
        Sequential whole = net();
        assertSame(expected, gradients(whole, x -> Checkpointing.checkpoint(whole::call, x)));
        Sequential cut = net();
        assertSame(expected, gradients(cut, x -> CheckpointSequential.checkpointSequential(cut, 3, x)));
    }

    @Test
    void nestedCheckpointsRecomputeFromTheOutside() {
        Sequential plain = net();
        List<float[]> expected = gradients(plain, plain::call);
        Sequential nested = net();
        UnaryOperator<Tensor> inner = x -> CheckpointSequential.checkpointSequential(nested, 2, x);
        assertSame(expected, gradients(nested, x -> Checkpointing.checkpoint(inner, x)));
    }

    /** Bytes that the graph of a function keeps for backward, besides leaves and what the caller holds. */
    private static long savedBytes(UnaryOperator<Tensor> f, Tensor x) {
        long[] bytes = {0};
        SavedTensorHooks count = new SavedTensorHooks(
                t -> {
                    bytes[0] += t.numel() * t.dtype().byteSize();
                    return t;
                },
                t -> (Tensor) t);
        try (var _ = count.install()) {
            f.apply(x);
        }
        return bytes[0];
    }

    @Test
    void keepsLess() {
        Tensor x = randn(4, 3, 16, 16).requiresGrad_();
        Sequential net = net();
        long all = savedBytes(net::call, x);
        // Of a checkpoint only the input is left to the hooks outside of it.
        long less = savedBytes(t -> Checkpointing.checkpoint(net::call, t), x);
        assertEquals(x.numel() * 4, less);
        assertTrue(less * 5 < all, less + " of " + all);
    }

    @Test
    void recomputesOncePerPassAndStopsEarly() {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        Tensor x = randn(F64, 3).requiresGrad_();
        Tensor y = Checkpointing.checkpoint(
                t -> {
                    begun.incrementAndGet();
                    Tensor r = t.sin().exp().mul(t);
                    r = r.add(1);
                    ended.incrementAndGet();
                    return r;
                },
                x);
        assertEquals(1, begun.get());
        Autograd.grad(List.of(y.sum()), List.of(x), null, Autograd.Options.DEFAULT.withRetainGraph());
        Autograd.grad(List.of(y.sum()), List.of(x), null, Autograd.Options.DEFAULT.withRetainGraph());
        assertEquals(3, begun.get());
        assertEquals(1, ended.get());
    }

    @Test
    void differentiatesTwice() {
        Tensor x = randn(F64, 3).requiresGrad_();
        UnaryOperator<Tensor> f = t -> t.exp().mul(t).sigmoid();
        Tensor g = Autograd.gradWithGraph(Checkpointing.checkpoint(f, x).sum(), x);
        Tensor plain = Autograd.gradWithGraph(f.apply(x).sum(), x);
        assertArrayEquals(
                Autograd.grad(plain.sum(), x).toDoubleArray(),
                Autograd.grad(g.sum(), x).toDoubleArray(),
                1e-12);
    }

    @Test
    void hooksKeepTheGraphOfResultsAndLeaves() {
        SavedTensorHooks copies = new SavedTensorHooks(Tensor::clone, t -> (Tensor) t);
        Tensor x = randn(F64, 3).requiresGrad_();
        Tensor g;
        try (var _ = copies.install()) {
            g = Autograd.gradWithGraph(x.exp().mul(x).sum(), x);
        }
        Tensor plain = Autograd.gradWithGraph(x.exp().mul(x).sum(), x);
        assertArrayEquals(
                Autograd.grad(plain.sum(), x).toDoubleArray(),
                Autograd.grad(g.sum(), x).toDoubleArray(),
                1e-12);
    }

    @Test
    void aFunctionThatDoesSomethingElseTheSecondTimeIsFound() {
        AtomicInteger calls = new AtomicInteger();
        Tensor x = randn(F64, 4).requiresGrad_();
        Tensor fewer = Checkpointing.checkpoint(
                t -> calls.getAndIncrement() == 0 ? t.sin().exp() : t.sin(), x);
        Expect.fails(
                () -> fewer.sum().backward(),
                "A different number of tensors was saved during the original forward and recomputation.\nNumber of"
                        + " tensors saved during forward: 2\nNumber of tensors saved during recomputation: 1.");
        calls.set(0);
        Tensor other = Checkpointing.checkpoint(
                t -> (calls.getAndIncrement() == 0 ? t : t.narrow(0, 0, 2))
                        .sin()
                        .exp(),
                x);
        Expect.fails(
                () -> other.sum().backward(),
                "Recomputed values for the following tensors have different metadata than during the forward pass.\n"
                        + "tensor at position 0:\nsaved metadata: {'shape': torch.Size([4]), 'dtype': torch.float64,");
        calls.set(0);
        Tensor more = Checkpointing.checkpoint(
                        new Checkpointing.Options(true, false),
                        t -> List.of(
                                calls.getAndIncrement() == 0
                                        ? t.getFirst().sin()
                                        : t.getFirst().sin().exp()),
                        List.of(x))
                .getFirst();
        Expect.fails(
                () -> more.sum().backward(),
                "trying to save more tensors during recomputation than during the original");
    }

    @Test
    void anInputThatWasChangedInBetweenIsFound() {
        Tensor x = randn(F64, 4).requiresGrad_();
        Tensor a = x.mul(2);
        Tensor y = Checkpointing.checkpoint(Tensor::exp, a);
        a.add_(1);
        Expect.fails(() -> y.sum().backward(), "has been modified by an inplace operation");
    }

    @Test
    void doesNothingWithoutRecording() {
        try (var _ = Grad.disabled()) {
            Tensor y = Checkpointing.checkpoint(Tensor::exp, randn(3).requiresGrad_());
            assertTrue(y.isLeaf());
        }
    }

    @Test
    void savedTensorsOnTheHostGiveTheSameGradients() {
        Sequential plain = net();
        List<float[]> expected = gradients(plain, plain::call);
        Sequential moved = net();
        assertSame(expected, gradients(moved, x -> {
            try (var _ = SaveOnHost.enabled()) {
                return moved.call(x);
            }
        }));
        Tensor x = randn(3).requiresGrad_();
        Tensor a = x.mul(2);
        Tensor y;
        try (var _ = SaveOnHost.enabled()) {
            y = a.pow(2);
        }
        a.add_(1);
        Tensor result = y;
        Expect.fails(() -> result.sum().backward(), "has been modified by an inplace operation");
    }

    @Test
    void manyInputs() {
        Tensor a = randn(F64, 3).requiresGrad_();
        Tensor b = randn(F64, 3).requiresGrad_();
        Checkpointing.checkpoint(x -> x.get(0).mul(x.get(1)).tanh(), List.of(a, b))
                .sum()
                .backward();
        Tensor t = a.mul(b).tanh();
        double[] expected = t.pow(2).neg().add(1).mul(b).toDoubleArray();
        assertArrayEquals(expected, a.grad().toDoubleArray(), 1e-12);
        assertEquals(3, Functional.relu(b.grad()).numel());
    }
}
