package dev.jgrad.it.printing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.autograd.Guard;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.tensor.PrintOptions;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The text of tensors, each as PyTorch 2.13 printed it. */
class PrintedTensorTest {
    @Test
    void leavesAndResults() {
        Tensor a = Tensors.tensor(new TensorOptions(null, null, true), new float[] {2, 3}, 2);
        Tensor b = Tensors.tensor(new TensorOptions(null, null, true), new float[] {6, 4}, 2);
        assertEquals("tensor([2., 3.], requires_grad=True)", a.toString());
        Tensor q = a.pow(3).mul(3).sub(b.pow(2));
        assertEquals("tensor([-12.,  65.], grad_fn=<SubBackward0>)", q.toString());
    }

    @Test
    void notationFollowsTheValues() {
        assertEquals("tensor([1.0000e-05, 1.0000e+00, 2.0000e+09])", floats(1e-5f, 1, 2e9f));
        assertEquals("tensor([nan, inf, -1.])", floats(Float.NaN, Float.POSITIVE_INFINITY, -1));
        assertEquals("tensor([5.0000e-01, 1.5000e+00, 2.5000e+00, 1.0000e-03])", floats(0.5f, 1.5f, 2.5f, 1e-3f));
    }

    private static String floats(float... values) {
        return Tensors.tensor(TensorOptions.DEFAULT, values, values.length).toString();
    }

    @Test
    void otherDtypesAreNamed() {
        Tensor values = Tensors.tensor(TensorOptions.dtype(DType.BFLOAT16), new float[] {1, -0f, 0}, 3);
        assertEquals("tensor([1., -0., 0.], dtype=torch.bfloat16)", values.toString());
        assertEquals(
                "tensor(3.5000, dtype=torch.float64)",
                Tensors.full(TensorOptions.dtype(DType.FLOAT64), 3.5).toString());
        assertEquals(
                "tensor([[   1, -200],\n        [   3,    4]], dtype=torch.int16)",
                Tensors.tensor(TensorOptions.dtype(DType.INT16), new long[] {1, -200, 3, 4}, 2, 2)
                        .toString());
        assertEquals(
                "tensor([ True, False])",
                Tensors.tensor(TensorOptions.DEFAULT, new boolean[] {true, false}, 2)
                        .toString());
        assertEquals(
                "tensor([], size=(0, 3), dtype=torch.int64)",
                Tensors.empty(TensorOptions.dtype(DType.INT64), 0, 3).toString());
    }

    @Test
    void bracketsNest() {
        assertEquals("""
                tensor([[[ 0,  1,  2,  3,  4,  5,  6,  7],
                         [ 8,  9, 10, 11, 12, 13, 14, 15],
                         [16, 17, 18, 19, 20, 21, 22, 23]],

                        [[24, 25, 26, 27, 28, 29, 30, 31],
                         [32, 33, 34, 35, 36, 37, 38, 39],
                         [40, 41, 42, 43, 44, 45, 46, 47]]])""", Tensors.arange(48).view(2, 3, 8).toString());
    }

    @Test
    void largeTensorsAreSummarised() {
        assertEquals("""
                tensor([[   0,    1,    2,  ...,   57,   58,   59],
                        [  60,   61,   62,  ...,  117,  118,  119],
                        [ 120,  121,  122,  ...,  177,  178,  179],
                        ...,
                        [2220, 2221, 2222,  ..., 2277, 2278, 2279],
                        [2280, 2281, 2282,  ..., 2337, 2338, 2339],
                        [2340, 2341, 2342,  ..., 2397, 2398, 2399]])""", Tensors.arange(2400).view(40, 60).toString());
    }

    /** A million by a million elements over one in memory: whoever fetched them all would not come back. */
    @Test
    void onlyTheEdgesAreFetched() {
        Tensor vast = Tensors.zeros(1).expand(1_000_000, 1_000_000);
        String text = Assertions.assertTimeout(Duration.ofSeconds(10), vast::toString);
        assertEquals(
                "tensor([[0., 0., 0.,  ..., 0., 0., 0.],",
                text.lines().findFirst().orElseThrow());
    }

    @Test
    void optionsHoldForABlock() {
        try (Guard _ = PrintOptions.use(PrintOptions.DEFAULT.withPrecision(2))) {
            assertEquals("tensor([3.14, 2.72])", floats(3.14159f, 2.71828f));
            try (Guard _ = PrintOptions.use(PrintOptions.DEFAULT.withSciMode(true))) {
                assertEquals("tensor([3.1416e+00, 2.7183e+00])", floats(3.14159f, 2.71828f));
            }
            assertEquals("tensor([3.14, 2.72])", floats(3.14159f, 2.71828f));
            String elsewhere =
                    CompletableFuture.supplyAsync(() -> floats(3.14159f)).join();
            assertEquals("tensor([3.1416])", elsewhere);
        }
        assertEquals("tensor([3.1416, 2.7183])", floats(3.14159f, 2.71828f));
    }

    @Test
    void optionsOfTheProcess() {
        PrintOptions.setDefault(PrintOptions.SHORT);
        try {
            assertEquals(
                    "tensor([3.14])",
                    CompletableFuture.supplyAsync(() -> floats(3.14159f)).join());
        } finally {
            PrintOptions.setDefault(PrintOptions.DEFAULT);
        }
    }

    @Test
    void edgesAndLines() {
        Tensor numbers = Tensors.arange(8);
        try (Guard _ = PrintOptions.use(PrintOptions.DEFAULT.withEdgeItems(0).withThreshold(3))) {
            assertEquals("tensor([...], size=(2, 4))", numbers.view(2, 4).toString());
            assertEquals("tensor([...], size=(8,))", numbers.toString());
        }
        try (Guard _ = PrintOptions.use(PrintOptions.DEFAULT.withLineWidth(20))) {
            assertEquals("""
                    tensor([ 0,  1,  2,
                             3,  4,  5,
                             6,  7,  8,
                             9, 10, 11])""", Tensors.arange(12).toString());
        }
        assertThrows(ArgumentException.class, () -> PrintOptions.DEFAULT.withPrecision(-1));
    }
}
