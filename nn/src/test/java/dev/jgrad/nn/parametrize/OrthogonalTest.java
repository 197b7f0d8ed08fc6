package dev.jgrad.nn.parametrize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.GradCheck;
import dev.jgrad.autograd.Guard;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.FunctionalCall;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.tensor.DTypes;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names, texts and which values can be assigned are as in PyTorch 2.13. */
class OrthogonalTest {
    private static final List<int[]> SHAPES = List.of(new int[] {3, 5}, new int[] {5, 3}, new int[] {4, 4});

    private static Linear linear(int[] shape, OrthogonalMap map, boolean trivialized) {
        return Parametrizations.orthogonal(new Linear(shape[1], shape[0]), "weight", map, trivialized);
    }

    private static void assertOrthonormal(Tensor m) {
        Tensor tall = m.size(-2) < m.size(-1) ? m.mT() : m;
        Tensor product = tall.mT().matmul(tall);
        assertTrue(
                product.allClose(Tensors.eye(tall.size(-1)).to(m.dtype()).expandAs(product), 1e-5, 1e-5), m::toString);
    }

    @Test
    void everyMapGivesOrthonormalRowsOrColumnsAndStaysThere() {
        for (int[] shape : SHAPES) {
            for (OrthogonalMap map : OrthogonalMap.values()) {
                for (boolean trivialized : new boolean[] {true, false}) {
                    Linear linear = linear(shape, map, trivialized);
                    Tensor before = linear.computed("weight").detach().clone();
                    assertOrthonormal(before);
                    var sgd = new SGD(linear.parameters(), 0.1);
                    linear.call(Tensors.randn(6, shape[1])).pow(3).sum().backward();
                    sgd.step();
                    Tensor after = linear.computed("weight");
                    assertOrthonormal(after);
                    assertFalse(
                            after.allClose(before, 1e-3, 1e-3),
                            map + " " + trivialized + " has not moved from " + before + " to " + after);
                }
            }
        }
    }

    @Test
    void stateAndText() {
        Linear based = Parametrizations.orthogonal(new Linear(3, 5));
        assertEquals(
                List.of("bias", "parametrizations.weight.original", "parametrizations.weight.0.base"),
                List.copyOf(based.stateDict().keySet()));
        assertEquals(
                "tensor([[-1.,  0.,  0.],\n        [ 0., -1.,  0.],\n        [ 0.,  0., -1.],\n"
                        + "        [ 0.,  0.,  0.],\n        [ 0.,  0.,  0.]])",
                based.getParameter("parametrizations.weight.original").detach().toString());
        assertEquals(5, based.getBuffer("parametrizations.weight.0.base").size(1));
        assertTrue(based.toString().contains("(0): _Orthogonal()"), based::toString);
        assertEquals(
                List.of("bias", "parametrizations.weight.original"),
                List.copyOf(linear(SHAPES.getFirst(), null, false).stateDict().keySet()));
    }

    /** What is orthogonal comes back as it is, and what is not becomes so. */
    @Test
    void assigning() {
        for (int[] shape : SHAPES) {
            for (OrthogonalMap map : OrthogonalMap.values()) {
                Tensor q = Linalg.qr(Tensors.randn(5, 5))
                        .q()
                        .narrow(0, 0, shape[0])
                        .narrow(1, 0, shape[1]);
                if (shape[0] == shape[1]) {
                    q = Linalg.qr(Tensors.randn(4, 4)).q();
                }
                Linear linear = linear(shape, map, true);
                Parametrize.setValue(linear, "weight", q);
                assertTrue(linear.computed("weight").allClose(q, 1e-5, 1e-5), map + " " + q + linear.weight());
                Parametrize.setValue(linear, "weight", q.mul(2).add(0.1));
                assertOrthonormal(linear.computed("weight"));
            }
            Tensor any = Tensors.randn(shape[0], shape[1]);
            Linear plain = linear(shape, OrthogonalMap.HOUSEHOLDER, false);
            Parametrize.setValue(plain, "weight", any);
            assertOrthonormal(plain.computed("weight"));
            assertThrows(
                    ArgumentException.class,
                    () -> Parametrize.setValue(linear(shape, OrthogonalMap.CAYLEY, false), "weight", any));
        }
    }

    @Test
    void batches() {
        Conv2d conv = Parametrizations.orthogonal(new Conv2d(2, 3, 3));
        assertOrthonormal(conv.weight().flatten(0, 1));
    }

    @Test
    void gradients() {
        try (Guard _ = DTypes.use(DType.FLOAT64)) {
            for (OrthogonalMap map : OrthogonalMap.values()) {
                Linear linear = linear(new int[] {2, 3}, map, true);
                String name = "parametrizations.weight.original";
                Tensor signs = linear.getParameter(name).detach();
                GradCheck.ToTensor f = in -> FunctionalCall.with(
                        linear,
                        Map.of(name, in[0].tril(-1).add(in[0].triu(1)).add(signs)),
                        () -> linear.computed("weight").mul(Tensors.arange(6).view(2, 3)));
                GradCheck.gradcheck(f, Tensors.randn(2, 3).requiresGrad_());
            }
        }
    }

    @Test
    void whatCannotBe() {
        ShapeException e = assertThrows(
                ShapeException.class, () -> Parametrizations.orthogonal(new Linear(3, 4), "bias", null, true));
        assertEquals("Expected a matrix or batch of matrices. Got a tensor of 1 dimensions.", e.getMessage());
        assertThrows(ArgumentException.class, () -> Parametrizations.orthogonal(new Linear(3, 4), "other", null, true));
        assertThrows(
                ShapeException.class,
                () -> Parametrize.setValue(
                        Parametrizations.orthogonal(new Linear(3, 3)), "weight", Tensors.randn(2, 3)));
    }
}
