package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What {@code grouped_mm} gives and refuses, with PyTorch 2.13's texts; its derivatives are in the samples. */
class GroupedProductsTest {
    private final Tensor a = Tensors.randn(8, 4);
    private final Tensor b = Tensors.randn(3, 4, 5);

    private static Tensor ends(int... stops) {
        return Tensors.tensor(stops).to(DType.INT32);
    }

    @Test
    void groupsOfRows() {
        Tensor out = Functional.groupedMm(a, b, ends(2, 2, 6));
        assertTrue(out.narrow(0, 0, 2).allClose(a.narrow(0, 0, 2).mm(b.select(0, 0)), 1e-5, 1e-6));
        assertTrue(out.narrow(0, 2, 4).allClose(a.narrow(0, 2, 4).mm(b.select(0, 2)), 1e-5, 1e-6));
        assertEquals(0, out.narrow(0, 6, 2).abs().max().item());
        Tensor half = Functional.groupedMm(a.toBfloat16(), b.toBfloat16(), ends(2, 5, 8));
        assertEquals(DType.BFLOAT16, half.dtype());
    }

    @Test
    void groupsOfSums() {
        Tensor out = Functional.groupedMm(a.mT(), Tensors.ones(8, 3), ends(1, 1, 8));
        assertEquals("torch.Size([3, 4, 3])", out.shape().toString());
        assertEquals(0, out.select(0, 1).abs().max().item());
        assertTrue(out.sum(0, false).allClose(a.mT().mm(Tensors.ones(8, 3)), 1e-5, 1e-5));
    }

    private static void refused(String start, Executable call) {
        String message = assertThrows(JgradException.class, call).getMessage();
        assertTrue(message.startsWith(start), message);
    }

    @Test
    void whatCannotBe() {
        refused("Have to provide offsets if there is a 2d matrix", () -> Functional.groupedMm(a, b, null));
        refused("Have to provide offsets", () -> Functional.groupedMm(b.mT(), b, ends(1, 2, 3)));
        refused("Offsets have to be int32", () -> Functional.groupedMm(a, b, Tensors.tensor(2, 5, 8)));
        refused("matrix batch sizes have to match", () -> Functional.groupedMm(a, b, ends(2, 5)));
        refused("grouped_mm: offs has to rise", () -> Functional.groupedMm(a, b, ends(5, 2, 8)));
        refused("grouped_mm: offs has to rise", () -> Functional.groupedMm(a, b, ends(2, 5, 9)));
        refused(
                "offs has to be 1D",
                () -> Functional.groupedMm(a, b, ends(2, 5, 8).view(1, 3)));
        refused("mat_a has to be 2 or 3d", () -> Functional.groupedMm(a.select(0, 0), b, ends(2, 5, 8)));
        refused("contraction dimension", () -> Functional.groupedMm(a.narrow(1, 0, 2), b, ends(2, 5, 8)));
        refused("batched dimension has to match", () -> Functional.groupedMm(Tensors.ones(2, 3, 4), b, null));
        refused(
                "expected m1 and m2 to have the same dtype",
                () -> Functional.groupedMm(a.toDouble(), b, ends(2, 5, 8)));
        refused("Expected mat_a to be", () -> Functional.groupedMm(a.toLong(), b.toLong(), ends(2, 5, 8)));
    }
}
