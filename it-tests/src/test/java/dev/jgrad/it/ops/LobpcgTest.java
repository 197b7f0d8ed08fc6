package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.GradCheck;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.LinalgSolvers;
import dev.jgrad.tensor.LobpcgOptions;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** A few eigenpairs beside all of them. */
class LobpcgTest {
    private static final TensorOptions DOUBLE = TensorOptions.dtype(DType.FLOAT64);

    private static Tensor positive(long... batchAndSize) {
        long m = batchAndSize[batchAndSize.length - 1];
        long[] sizes = java.util.Arrays.copyOf(batchAndSize, batchAndSize.length + 1);
        sizes[sizes.length - 1] = m;
        Tensor x = Tensors.randn(DOUBLE, sizes);
        return x.matmul(x.mT());
    }

    private static void assertPairs(Tensor a, LobpcgOptions o, double tolerance) {
        var pairs = LinalgSolvers.lobpcg(a, o);
        Tensor values = pairs.eigenvalues();
        Tensor vectors = pairs.eigenvectors();
        Tensor b = o.b() == null ? Tensors.eye(new TensorOptions(a.dtype(), null), a.size(-1)) : o.b();
        Tensor error = a.matmul(vectors).sub(b.matmul(vectors).mul(values.unsqueeze(-2)));
        assertTrue(error.abs().max().item() < tolerance * a.abs().max().item(), error::toString);
        Tensor product = vectors.mT().matmul(b.matmul(vectors));
        Tensor eye = Tensors.eye(new TensorOptions(a.dtype(), null), values.size(-1));
        assertTrue(product.allClose(eye.expandAs(product), tolerance, tolerance), product::toString);
        Tensor root = Linalg.inv(Linalg.cholesky(b));
        Tensor all = Linalg.eigh(root.matmul(a).matmul(root.mT())).eigenvalues();
        Tensor sorted = o.largest() ? all.flip(-1) : all;
        assertTrue(values.allClose(sorted.narrow(-1, 0, values.size(-1)), tolerance, tolerance), values + " " + sorted);
    }

    @Test
    void extremePairs() {
        for (boolean largest : new boolean[] {true, false}) {
            LobpcgOptions o =
                    LobpcgOptions.DEFAULT.withK(3).withLargest(largest).withTol(1e-10);
            assertPairs(positive(30), o, 1e-6);
            assertPairs(positive(2, 3, 12), o, 1e-6);
            assertPairs(positive(20), o.withB(positive(20).add(Tensors.eye(DOUBLE, 20))), 1e-6);
            assertPairs(positive(20), o.withN(5), 1e-6);
            assertPairs(positive(20), o.withX(Tensors.randn(DOUBLE, 20, 2)), 1e-6);
            Tensor a = positive(20);
            assertPairs(a, o.withIK(Linalg.inv(a)).withNiter(-1), 1e-6);
        }
        assertPairs(positive(20).toFloat(), LobpcgOptions.DEFAULT.withK(2), 1e-3);
    }

    /** What repeats itself, is zero, or cannot converge further, ends. */
    @Test
    void degenerateMatrices() {
        assertArrayEquals(
                new double[] {1, 1},
                LinalgSolvers.lobpcg(Tensors.eye(DOUBLE, 9), 2).eigenvalues().toDoubleArray(),
                1e-12);
        assertEquals(
                0,
                LinalgSolvers.lobpcg(Tensors.zeros(DOUBLE, 6, 6), 1)
                        .eigenvalues()
                        .item());
        Tensor a = positive(12);
        assertPairs(a, LobpcgOptions.DEFAULT.withTol(-1).withNiter(-1), 1e-6);
        assertEquals(
                2,
                LinalgSolvers.lobpcg(a, LobpcgOptions.DEFAULT.withK(2).withNiter(0))
                        .eigenvalues()
                        .numel());
        assertEquals(
                0,
                LinalgSolvers.lobpcg(Tensors.zeros(DOUBLE, 0, 6, 6), 1)
                        .eigenvalues()
                        .numel());
    }

    @Test
    void derivatives() {
        Tensor a = positive(8).add(Tensors.arange(8).toDouble().mul(8).diag()).requiresGrad_();
        for (boolean largest : new boolean[] {true, false}) {
            LobpcgOptions o = LobpcgOptions.DEFAULT
                    .withX(Tensors.randn(DOUBLE, 8, 2))
                    .withTol(1e-13)
                    .withLargest(largest);
            GradCheck.ToTensor values = x -> LinalgSolvers.lobpcg(x[0], o).eigenvalues();
            GradCheck.ToTensor squares =
                    x -> LinalgSolvers.lobpcg(x[0], o).eigenvectors().square();
            GradCheck.gradcheck(values, a);
            GradCheck.gradcheck(squares, a);
            GradCheck.gradgradcheck(values, a);
        }
        Tensor e = LinalgSolvers.lobpcg(a, 2).eigenvalues();
        assertEquals(
                "LOBPCGAutogradFunctionBackward",
                java.util.Objects.requireNonNull(e.gradFn()).name());
        e.sum().backward();
        Tensor grad = java.util.Objects.requireNonNull(a.grad());
        assertTrue(grad.allClose(grad.mT(), 1e-9, 1e-9));
    }

    @Test
    void whatCannotBe() {
        Tensor a = positive(12);
        ArgumentException e = assertThrows(ArgumentException.class, () -> LinalgSolvers.lobpcg(a, 5));
        assertTrue(e.getMessage()
                .startsWith("LOBPCG algorithm is not applicable when the number of A rows (=12) is smaller than 3 x the"
                        + " number of requested eigenpairs (=5)"));
        assertThrows(ArgumentException.class, () -> LinalgSolvers.lobpcg(a, 0));
        assertThrows(ShapeException.class, () -> LinalgSolvers.lobpcg(a.narrow(1, 0, 6), 1));
        assertThrows(DTypeException.class, () -> LinalgSolvers.lobpcg(a.toLong(), 1));
        assertThrows(ArgumentException.class, () -> LinalgSolvers.lobpcg(a.mul(Double.NaN), 1));
        assertThrows(
                ShapeException.class, () -> LinalgSolvers.lobpcg(a, LobpcgOptions.DEFAULT.withB(a.narrow(0, 0, 3))));
        Tensor leaf = a.clone().requiresGrad_();
        Tensor value = LinalgSolvers.lobpcg(leaf, LobpcgOptions.DEFAULT.withB(positive(12)))
                .eigenvalues()
                .sum();
        AutogradException g = assertThrows(AutogradException.class, value::backward);
        assertTrue(g.getMessage().contains("lobpcg.backward does not support backward with B != I yet."));
    }
}
