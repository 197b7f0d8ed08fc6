package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.ones;
import static dev.jgrad.tensor.Tensors.rand;
import static dev.jgrad.tensor.Tensors.randn;
import static dev.jgrad.tensor.Tensors.tensor;
import static dev.jgrad.tensor.Tensors.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Checkpointing;
import dev.jgrad.autograd.Context;
import dev.jgrad.autograd.Func;
import dev.jgrad.autograd.Function;
import dev.jgrad.autograd.Vmap;
import dev.jgrad.data.DType;
import dev.jgrad.data.Shape;
import dev.jgrad.nn.layer.AdaptiveAvgPool2d;
import dev.jgrad.nn.layer.BatchNorm2d;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.Flatten;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.nn.layer.TransformerEncoderLayer;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

class VmapTest {
    private static final TensorOptions F64 = TensorOptions.dtype(DType.FLOAT64);

    private static void same(Tensor expected, Tensor actual) {
        assertEquals(expected.shape(), actual.shape());
        assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-10);
    }

    @Test
    void seesOneExample() {
        Tensor x = randn(F64, 3, 4);
        Tensor y = Func.vmap((Tensor v) -> {
                    assertEquals(Shape.of(4), v.shape());
                    return v.mul(v.sum());
                })
                .apply(x);
        same(x.mul(x.sum(new int[] {1}, true)), y);
    }

    @Test
    void dimensionsInAndOut() {
        Tensor a = randn(F64, 2, 3, 4);
        Tensor b = randn(F64, 4, 5);
        BinaryOperator<Tensor> product = Func.vmap(
                (Tensor x, Tensor y) -> x.matmul(y), new Vmap().inDims(1, null).outDims(2));
        Tensor out = product.apply(a, b);
        assertEquals(Shape.of(2, 5, 3), out.shape());
        same(a.matmul(b).transpose(1, 2), out);
        Tensor outer = Func.vmap((Tensor x) -> Func.vmap((Tensor y) -> x.dot(y)).apply(b.t()))
                .apply(a.select(0, 0));
        same(a.select(0, 0).matmul(b), outer);
        List<Tensor> two = Func.vmapAll(x -> List.of(x.get(0).neg(), ones(F64, 2)), new Vmap().outDims(-1, null))
                .apply(List.of(a));
        same(a.neg().permute(1, 2, 0), two.get(0));
        assertEquals(Shape.of(2), two.get(1).shape());
    }

    @Test
    void chunks() {
        Tensor x = randn(F64, 7, 4);
        same(
                x.exp().t(),
                Func.vmap((Tensor v) -> v.exp(), new Vmap().chunkSize(3).outDims(1))
                        .apply(x));
    }

    @Test
    void whatIsRefused() {
        Tensor x = randn(F64, 3, 4);
        Expect.fails(
                () -> Func.vmap((Tensor v) -> v.mul(v.sum().item())).apply(x), "vmap over calling .item() on a Tensor");
        Expect.fails(() -> Func.vmap((Tensor v) -> v.nonzero()).apply(x), "can output dynamic shape");
        Expect.fails(() -> Func.vmap((Tensor v) -> v.maskedSelect(v.gt(0))).apply(x), "can output dynamic shape");
        Expect.fails(() -> Func.vmap((Tensor v) -> v.unique()).apply(x), "aten::_unique2");
        Expect.fails(
                () -> Func.vmap((Tensor v) -> zeros(F64, 4).add_(v)).apply(x),
                "vmapped over but `self` not being vmapped over");
        Expect.fails(
                () -> Func.vmap((Tensor v) -> zeros(F64, 4).copy_(v)).apply(x),
                "vmapped over but `self` not being vmapped over");
        Expect.fails(
                () -> Func.vmap((Tensor v) -> v, new Vmap().inDims(2)).apply(x),
                "Got in_dim=2 for some input, but that input is a Tensor of dimensionality 2 so expected in_dim to"
                        + " satisfy -2 <= in_dim < 2.");
        Expect.fails(
                () -> Func.vmap((Tensor a, Tensor b) -> a).apply(x, zeros(2, 4)),
                "Expected all tensors to have the same size in the mapped dimension, got sizes [3, 2]");
        Expect.fails(() -> Func.vmap((Tensor v) -> v, new Vmap().outDims(3)).apply(x), "Dimension out of range");
        Expect.fails(
                () -> Func.vmap((Tensor v) -> v, new Vmap().outDims((Integer) null))
                        .apply(x),
                "can not return a BatchedTensor when out_dim is None");
        Expect.fails(() -> new Vmap().chunkSize(0), "chunk_size should be None or greater than 0");
        Expect.fails(() -> new Vmap().randomness("bad"), "Only allowed values for randomness are");
        Tensor w = randn(F64, 4).requiresGrad_();
        Expect.fails(
                () -> Func.vmap((Tensor v) -> {
                            v.mul(w).sum().backward();
                            return v;
                        })
                        .apply(x),
                "backward() called inside a functorch transform");
        BatchNorm2d norm = new BatchNorm2d(2);
        Expect.fails(
                () -> Func.vmap((Tensor v) -> norm.call(v)).apply(randn(3, 1, 2, 4, 4)),
                "Batch norm got a batched tensor as input while the running_mean or running_var");
    }

    @Test
    void randomness() {
        Tensor x = ones(F64, 3, 50);
        Expect.fails(
                () -> Func.vmap((Tensor v) -> Functional.dropout(v, 0.5, true)).apply(x), "in randomness error mode");
        Expect.fails(() -> Func.vmap((Tensor v) -> v.add(rand(50))).apply(x), "in randomness error mode");
        Tensor same = Func.vmap((Tensor v) -> Functional.dropout(v, 0.5, true), new Vmap().randomness("same"))
                .apply(x);
        same(same.select(0, 0), same.select(0, 2));
        for (boolean drops : new boolean[] {true, false}) {
            Tensor different = Func.vmap(
                            (Tensor v) -> drops ? Functional.dropout(v, 0.5, true) : v.add(rand(F64, 50)),
                            new Vmap().randomness("different"))
                    .apply(x);
            assertFalse(different.select(0, 0).equal(different.select(0, 1)));
            assertFalse(different.select(0, 1).equal(different.select(0, 2)));
        }
        Expect.fails(
                () -> Func.vmap((Tensor v) -> v.add(zeros(F64, 50).normal_(0, 1)), new Vmap().randomness("different"))
                        .apply(x),
                "Cannot ask for different inplace randomness on an unbatched tensor");
        Generator.manualSeed(3);
        Tensor first = rand(100);
        Generator.manualSeed(3);
        Func.vmap((Tensor v) -> v.add(rand(100)), new Vmap().randomness("different"))
                .apply(ones(4, 100));
        assertFalse(Tensors.cat(0, first).equal(rand(100)), "the stream went on");
    }

    @Test
    void writesInPlace() {
        Tensor x = randn(F64, 3, 4);
        Tensor before = x.clone();
        Tensor y = Func.vmap((Tensor v) -> {
                    Tensor room = v.zerosLike();
                    room.narrow(0, 1, 2).copy_(v.narrow(0, 0, 2));
                    room.select(0, 3).add_(v.sum());
                    v.mul_(100);
                    return room.add(v);
                })
                .apply(x);
        Tensor expected = before.mul(100);
        expected.narrow(1, 1, 2).add_(before.narrow(1, 0, 2));
        expected.select(1, 3).add_(before.sum(1));
        same(expected, y);
        same(before, x);
    }

    @Test
    void gradientsGoThrough() {
        Tensor x = randn(F64, 3, 4).requiresGrad_();
        Tensor w = randn(F64, 4, 2).requiresGrad_();
        Tensor y = Func.vmap((Tensor v) -> v.matmul(w).tanh().mul(w.sum())).apply(x);
        List<Tensor> actual = Autograd.grad(List.of(y.pow(2).sum()), List.of(x, w), null, Autograd.Options.DEFAULT);
        Tensor plain = x.matmul(w).tanh().mul(w.sum());
        List<Tensor> expected =
                Autograd.grad(List.of(plain.pow(2).sum()), List.of(x, w), null, Autograd.Options.DEFAULT);
        same(expected.get(0), actual.get(0));
        same(expected.get(1), actual.get(1));
        Tensor inside =
                Func.vmap((Tensor v) -> Autograd.grad(v.pow(3).sum(), v)).apply(x);
        same(x.detach().pow(2).mul(3), inside.detach());
    }

    @Test
    void nestsWithEachOther() {
        Tensor a = randn(F64, 2, 3);
        Tensor b = randn(F64, 4, 3);
        Tensor c = randn(F64, 5, 3);
        Tensor all = Func.vmap((Tensor x) -> Func.vmap((Tensor y) -> Func.vmap(
                                        (Tensor z) -> x.mul(y).mul(z).softmax(0).add(y))
                                .apply(c))
                        .apply(b))
                .apply(a);
        Tensor expected =
                a.view(2, 1, 1, 3).mul(b.view(1, 4, 1, 3)).mul(c).softmax(-1).add(b.view(1, 4, 1, 3));
        same(expected, all);
    }

    @Test
    void saysOnceWhatRunsInALoop() {
        Tensor x = rand(F64, 3, 40);
        PrintStream err = System.err;
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        System.setErr(new PrintStream(heard, true, StandardCharsets.UTF_8));
        Tensor y;
        try {
            Func.vmap((Tensor v) -> v.histc(4, 0, 1)).apply(x);
            y = Func.vmap((Tensor v) -> v.histc(4, 0, 1)).apply(x);
        } finally {
            System.setErr(err);
        }
        for (int i = 0; i < 3; i++) {
            same(x.select(0, i).histc(4, 0, 1), y.select(0, i));
        }
        String text = heard.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("no batching rule for histc"), text);
        assertEquals(1, text.lines().count(), text);
    }

    /** The text is PyTorch's. */
    @Test
    void prints() {
        StringBuilder text = new StringBuilder();
        Tensor x = tensor(0., 1, 2, 3, 4, 5).view(2, 3);
        Func.vmap((Tensor row) -> Func.vmap((Tensor v) -> {
                            text.append(v).append('\n');
                            return v;
                        })
                        .apply(row))
                .apply(x);
        assertEquals("""
                BatchedTensor(lvl=2, bdim=0, value=
                    BatchedTensor(lvl=1, bdim=0, value=
                        tensor([[0., 1., 2.],
                                [3., 4., 5.]])
                    )
                )
                """, text.toString());
    }

    /** A cotangent that is the same for all examples meets saved values that are not. */
    @Test
    void plainCotangents() {
        Tensor x = randn(F64, 3, 1, 2, 4, 4);
        Tensor v = randn(F64, 1, 2, 2, 2);
        Tensor actual = Func.vmap((Tensor t) -> Func.vjp(
                                (Tensor u) -> Functional.maxPool2d(u, 2).softmax(1), t)
                        .apply(v))
                .apply(x);
        for (int i = 0; i < 3; i++) {
            same(
                    Func.vjp((Tensor u) -> Functional.maxPool2d(u, 2).softmax(1), x.select(0, i))
                            .apply(v),
                    actual.select(0, i));
        }
        Tensor w = randn(F64, 4).requiresGrad_();
        Tensor rows = randn(F64, 3, 4);
        same(rows, Func.vmap((Tensor r) -> Autograd.grad(r.mul(w).sum(), w)).apply(rows));
    }

    private static final class Scale extends Function {
        @Override
        protected Tensor forward(Context c, Tensor... x) {
            c.saveForBackward(x[0], x[1]);
            return x[0].mul(x[1]);
        }

        @Override
        protected Tensor[] backward(Context c, Tensor... g) {
            return new Tensor[] {g[0].mul(c.saved(1)), g[0].mul(c.saved(0))};
        }
    }

    @Test
    void functionsOfTheUserAndCheckpoints() {
        Tensor x = randn(F64, 3, 4).requiresGrad_();
        Tensor w = randn(F64, 4).requiresGrad_();
        List<Tensor> expected =
                Autograd.grad(List.of(x.mul(w).tanh().pow(2).sum()), List.of(x, w), null, Autograd.Options.DEFAULT);
        Tensor custom = Func.vmap((Tensor v) -> new Scale().apply(v, w).tanh()).apply(x);
        Tensor kept = Func.vmap((Tensor v) ->
                        Checkpointing.checkpoint((Tensor t) -> t.mul(w).tanh(), v))
                .apply(x);
        Generator.manualSeed(2);
        Tensor noisy = Func.vmap(
                        (Tensor v) ->
                                Checkpointing.checkpoint((Tensor t) -> t.exp().mul(rand(F64, 4)), v),
                        new Vmap().randomness("different"))
                .apply(x);
        // d/dx of exp(x) r is exp(x) r again, with the same r.
        same(noisy.detach(), Autograd.grad(noisy.sum(), x));
        for (Tensor y : List.of(custom, kept)) {
            List<Tensor> actual = Autograd.grad(List.of(y.pow(2).sum()), List.of(x, w), null, Autograd.Options.DEFAULT);
            same(expected.get(0), actual.get(0));
            same(expected.get(1), actual.get(1));
        }
    }

    @Test
    void layersInSinglePrecision() {
        Generator.manualSeed(1);
        Sequential net = new Sequential(
                new Conv2d(3, 8, 3),
                new BatchNorm2d(8),
                new ReLU(),
                new AdaptiveAvgPool2d(2),
                new Flatten(),
                new Linear(32, 4));
        net.eval();
        Tensor images = randn(6, 3, 16, 16);
        assertArrayEquals(
                net.call(images).detach().toFloatArray(),
                Func.vmap((Tensor v) -> net.call(v.unsqueeze(0)).squeeze(0))
                        .apply(images)
                        .detach()
                        .toFloatArray(),
                1e-5f);
        TransformerEncoderLayer layer = new TransformerEncoderLayer(16, 4);
        layer.eval();
        Tensor words = randn(3, 7, 2, 16);
        Tensor all = Func.vmap((Tensor v) -> layer.call(v)).apply(words);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(
                    layer.call(words.select(0, i)).detach().toFloatArray(),
                    all.select(0, i).detach().toFloatArray(),
                    1e-5f);
        }
        assertEquals(
                Shape.of(0, 4),
                Func.vmap((Tensor v) -> v.softmax(0)).apply(zeros(0, 4)).shape());
    }

    @Test
    void indexing() {
        Tensor x = randn(F64, 3, 5, 2);
        Tensor at = tensor(new long[] {0, 4, 2});
        same(
                Tensors.stack(
                        0,
                        x.select(0, 0).select(0, 0),
                        x.select(0, 1).select(0, 4),
                        x.select(0, 2).select(0, 2)),
                Func.vmap((Tensor v, Tensor i) -> v.indexSelect(0, i.reshape(1)).squeeze(0))
                        .apply(x, at));
        Tensor rows = tensor(new long[] {1, 1, 3})
                .view(1, 3)
                .expand(3, 3)
                .add(at.view(3, 1))
                .remainder(5);
        Tensor gathered =
                Func.vmap((Tensor v, Tensor i) -> Functional.embedding(i, v)).apply(x, rows);
        for (int i = 0; i < 3; i++) {
            same(x.select(0, i).indexSelect(0, rows.select(0, i)), gathered.select(0, i));
        }
    }
}
