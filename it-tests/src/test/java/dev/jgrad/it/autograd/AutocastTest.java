package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Autocast;
import dev.jgrad.autograd.Checkpointing;
import dev.jgrad.autograd.Edge;
import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Node;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.BatchNorm2d;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.Flatten;
import dev.jgrad.nn.layer.LayerNorm;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Expected dtypes and numbers are those of PyTorch 2.13 with {@code torch.amp.autocast('cpu', torch.bfloat16)}. */
class AutocastTest {
    private final Tensor x = tensor(0.1, -0.7, 1.3, 2.1, 0.33, -1.7).reshape(2, 3);
    private final Tensor w =
            tensor(0.3, -0.2, 0.9, 1.1, 0.4, -0.6).reshape(2, 3).requiresGrad_();
    private final Tensor b = tensor(0.01, -0.02).requiresGrad_();

    @Test
    void productsComputeInLowerPrecisionAndGradientsComeBackInFloat32() {
        Tensor y;
        Tensor loss;
        try (var _ = Autocast.of("cpu", DType.BFLOAT16)) {
            y = Functional.linear(x, w, b);
            loss = Functional.crossEntropy(y, tensor(0L, 1L));
        }
        assertEquals(DType.BFLOAT16, y.dtype());
        assertArrayEquals(
                new double[] {1.34375, -0.96875, -0.95703125, 3.4375},
                y.detach().to(DType.FLOAT64).toDoubleArray(),
                0);
        assertEquals(DType.FLOAT32, loss.dtype());
        loss.backward();
        Tensor gradient = Objects.requireNonNull(w.grad());
        assertEquals(DType.FLOAT32, gradient.dtype());
        assertArrayEquals(
                new double[] {0.0082, 0.0337, -0.0688, -0.0082, -0.0337, 0.0688},
                gradient.to(DType.FLOAT64).toDoubleArray(),
                2e-4);
        assertEquals(DType.FLOAT32, Objects.requireNonNull(b.grad()).dtype());
    }

    @Test
    void eachOperationComputesInTheDtypeOfItsList() {
        Tensor vector = x.select(0, 0);
        Tensor one = Tensors.ones(3);
        long[] step = {1};
        long[] zero = {0};
        try (var _ = Autocast.of("cpu")) {
            Tensor y = x.to(DType.BFLOAT16);
            for (Tensor lower : new Tensor[] {
                x.matmul(x.t()),
                x.mm(x.t()),
                w.matmul(one),
                Tensors.ones(2, 2, 3).bmm(Tensors.ones(2, 3, 2)),
                b.reshape(1, 2).addmm(x, x.t()),
                Functional.prelu(x, tensor(0.25)),
                Functional.conv1d(x.unsqueeze(0), Tensors.ones(1, 2, 2), null),
                Functional.convTranspose2d(
                        Tensors.ones(1, 1, 2, 2), Tensors.ones(1, 1, 2, 2), null, step, zero, zero, 1, step),
                Functional.scaledDotProductAttention(
                        x.reshape(1, 1, 2, 3), x.reshape(1, 1, 2, 3), x.reshape(1, 1, 2, 3)),
                Linalg.vecdot(x, x, -1),
                Tensors.einsum("ij,kj->ik", x, w),
                y.softmax(1),
                y.sum(),
                y.exp(),
                y.norm(),
                Functional.layerNorm(y, new long[] {3}, Tensors.ones(3), Tensors.zeros(3), 1e-5),
                Functional.batchNorm(
                        y, Tensors.zeros(3), Tensors.ones(3), Tensors.ones(3), Tensors.zeros(3), true, 0.1, 1e-5),
            }) {
                assertEquals(DType.BFLOAT16, lower.dtype(), () -> String.valueOf(lower.gradFn()));
            }
            for (Tensor single : new Tensor[] {
                y.prod(),
                Functional.mseLoss(y, y),
                Functional.l1Loss(y, y),
                Functional.nllLoss(y, tensor(0L, 1L)),
                Functional.binaryCrossEntropy(y.sigmoid(), Tensors.ones(2, 3)),
                Tensors.cat(0, x, y),
                Tensors.stack(0, y, x),
                x.add(y),
                vector.dot(vector),
            }) {
                assertEquals(DType.FLOAT32, single.dtype());
            }
            assertEquals(
                    DType.FLOAT64,
                    Functional.linear(x.to(DType.FLOAT64), w.to(DType.FLOAT64), null)
                            .dtype());
            assertThrows(DTypeException.class, () -> Functional.linear(x.to(DType.FLOAT64), w, null));
        }
        assertEquals(DType.FLOAT32, x.matmul(x.t()).dtype());
    }

    @Test
    void aParameterIsCastOnceUntilItChanges() {
        Tensor first;
        Tensor again;
        Tensor changed;
        try (var _ = Autocast.of("cpu")) {
            try (var _ = Grad.disabled()) {
                assertFalse(Functional.linear(x, w, null).requiresGrad());
            }
            first = Functional.linear(x, w, null);
            try (var _ = Autocast.of("cpu")) {
                again = Functional.linear(x, w, null);
            }
            assertSame(castNode(first), castNode(again));
            Grad.noGrad(() -> {
                w.add_(1);
            });
            changed = Functional.linear(x, w, null);
        }
        assertNotSame(castNode(first), castNode(changed));
        assertEquals(
                changed.detach().toDoubleArray()[0],
                Functional.linear(x.to(DType.BFLOAT16), w.detach().to(DType.BFLOAT16), null)
                        .toDoubleArray()[0]);
        try (var _ = Autocast.of("cpu", DType.BFLOAT16, true, false)) {
            assertNotSame(castNode(Functional.linear(x, w, null)), castNode(Functional.linear(x, w, null)));
        }
    }

    /** The node that cast the weight: linear is a product with the weight's transpose. */
    private static Node castNode(Tensor y) {
        Node transpose = next(Objects.requireNonNull(y.gradFn()), 1);
        Node cast = next(transpose, 0);
        assertEquals("ToCopyBackward0", cast.name());
        return cast;
    }

    private static Node next(Node node, int index) {
        Edge edge = Objects.requireNonNull(node.nextFunctions().get(index));
        return Objects.requireNonNull(edge.node());
    }

    @Test
    void regionsNestAndEndInTheirThread() throws InterruptedException {
        assertFalse(Autocast.isEnabled("cpu"));
        try (var _ = Autocast.of("cuda", DType.FLOAT16)) {
            assertNull(Autocast.dtype("cpu"));
            assertEquals(DType.FLOAT32, x.matmul(x.t()).dtype());
            try (var _ = Autocast.of("cpu", DType.FLOAT16)) {
                assertEquals(DType.FLOAT16, Autocast.dtype("cuda"));
                assertEquals(DType.FLOAT16, x.matmul(x.t()).dtype());
                try (var _ = Autocast.of("cpu", DType.BFLOAT16, false, true)) {
                    assertEquals(DType.FLOAT32, x.matmul(x.t()).dtype());
                }
                try (var _ = Autocast.disabled("cpu")) {
                    assertEquals(DType.FLOAT32, x.matmul(x.t()).dtype());
                }
                AtomicReference<DType> elsewhere = new AtomicReference<>();
                Thread other = Thread.ofPlatform()
                        .start(() -> elsewhere.set(x.matmul(x.t()).dtype()));
                other.join();
                assertEquals(DType.FLOAT32, elsewhere.get());
                assertEquals(DType.FLOAT16, x.matmul(x.t()).dtype());
            }
        }
        assertFalse(Autocast.isEnabled("cuda"));
        assertThrows(ArgumentException.class, () -> Autocast.of("cuda:0"));
        assertThrows(DTypeException.class, () -> Autocast.of("cpu", DType.FLOAT64));
    }

    @Test
    void theBackwardPassKeepsTheDtypesOfTheForwardPass() {
        Tensor inside = w.detach().clone().requiresGrad_();
        try (var _ = Autocast.of("cpu")) {
            Functional.linear(x, inside, null).square().sum().backward();
        }
        Tensor outside = w.detach().clone().requiresGrad_();
        Tensor loss;
        try (var _ = Autocast.of("cpu")) {
            loss = Functional.linear(x, outside, null).square().sum();
        }
        loss.backward();
        assertArrayEquals(
                Objects.requireNonNull(outside.grad()).toDoubleArray(),
                Objects.requireNonNull(inside.grad()).toDoubleArray(),
                0);
    }

    @Test
    void whatACheckpointComputesAgainIsComputedInItsRegion() {
        Tensor plain = w.detach().clone().requiresGrad_();
        try (var _ = Autocast.of("cpu")) {
            Functional.linear(x, plain, null).square().sum().backward();
        }
        Tensor checkpointed = w.detach().clone().requiresGrad_();
        Tensor loss;
        try (var _ = Autocast.of("cpu")) {
            loss = Checkpointing.checkpoint(
                            t -> Functional.linear(t, checkpointed, null).square(), x)
                    .sum();
        }
        loss.backward();
        assertArrayEquals(
                Objects.requireNonNull(plain.grad()).toDoubleArray(),
                Objects.requireNonNull(checkpointed.grad()).toDoubleArray(),
                0);
    }

    @Test
    void aFunctionCanAskForADtypeAndForTheRegionAgain() {
        Autocast.State remembered;
        try (var _ = Autocast.of("cpu")) {
            remembered = Autocast.state();
            Tensor y = Autocast.customForward(
                    "cpu", DType.FLOAT32, in -> Objects.requireNonNull(in[0]).matmul(x.t()), x.to(DType.BFLOAT16));
            assertEquals(DType.FLOAT32, y.dtype());
        }
        try (var _ = remembered.resume()) {
            assertEquals(DType.BFLOAT16, x.matmul(x.t()).dtype());
        }
        assertEquals(DType.FLOAT32, x.matmul(x.t()).dtype());
    }

    @Test
    void aNetTrainsInBfloat16() {
        Generator.manualSeed(3);
        Module model = new Sequential(
                new Conv2d(1, 8, 3),
                new BatchNorm2d(8),
                new ReLU(),
                new Flatten(),
                new Linear(8 * 16, 16),
                new LayerNorm(16),
                new Linear(16, 4));
        Tensor images = Tensors.randn(16, 1, 6, 6);
        Tensor classes = Tensors.arange(16).remainder(4);
        var optimizer = new SGD(model.parameters(), 0.05, 0.9);
        double first = 0;
        double last = 0;
        for (int i = 0; i < 30; i++) {
            optimizer.zeroGrad();
            Tensor loss;
            try (var _ = Autocast.of("cpu")) {
                loss = Functional.crossEntropy(model.call(images), classes);
            }
            loss.backward();
            for (Tensor p : model.parameters()) {
                assertEquals(DType.FLOAT32, Objects.requireNonNull(p.grad()).dtype());
            }
            optimizer.step();
            last = loss.item();
            first = i == 0 ? last : first;
        }
        double reached = last;
        assertTrue(reached < 0.1 * first, () -> "loss only fell to " + reached);
    }
}
