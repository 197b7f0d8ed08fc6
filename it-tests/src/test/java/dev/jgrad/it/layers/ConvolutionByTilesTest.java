package dev.jgrad.it.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.DType;
import dev.jgrad.data.MemoryFormat;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Convolutions of the shapes that are computed by minimal filtering, beside float64, which is computed directly: paddings, odd
 * sizes that tiles hang over, numbers of channels, weights in both orders.
 */
class ConvolutionByTilesTest {
    private static final int ROUNDS = 60;

    /** Of the largest element: minimal filtering rounds about twice as much as a direct sum. */
    private static final double TOLERANCE = 5e-6;

    private final long seed = System.nanoTime();

    @Test
    void agreesWithFloat64() {
        Random random = new Random(seed);
        Generator.manualSeed(seed);
        for (int round = 0; round < ROUNDS; round++) {
            int batch = 1 + random.nextInt(6);
            int in = 32 * (1 + random.nextInt(3));
            int out = 16 * (2 + random.nextInt(5));
            int pad = random.nextInt(3);
            int high = 3 + random.nextInt(18);
            int wide = 3 + random.nextInt(18);
            boolean biased = random.nextBoolean();
            String what = "seed " + seed + ", round " + round + ": " + batch + "x" + in + "x" + high + "x" + wide
                    + " to " + out + " channels, padding " + pad + (biased ? ", bias" : "");
            Tensor x = Tensors.randn(batch, in, high, wide);
            if (random.nextBoolean()) {
                x = x.contiguous(MemoryFormat.CHANNELS_LAST);
            }
            Tensor w = Tensors.randn(out, in, 3, 3);
            if (random.nextBoolean()) {
                w = w.contiguous(MemoryFormat.CHANNELS_LAST);
            }
            Tensor b = biased ? Tensors.randn(out) : null;
            compare(x, w, b, pad, what);
        }
    }

    private static void compare(Tensor x, Tensor w, Tensor b, int pad, String what) {
        Tensor wideX = x.to(DType.FLOAT64).requiresGrad_();
        Tensor wideW = w.to(DType.FLOAT64).requiresGrad_();
        Tensor wideB = b == null ? null : b.to(DType.FLOAT64);
        x.requiresGrad_();
        w.requiresGrad_();
        Tensor expected = convolve(wideX, wideW, wideB, pad);
        // Twice: the second time the weight may lie in the order that training prefers.
        for (int pass = 0; pass < 2; pass++) {
            x.setGrad(null);
            w.setGrad(null);
            wideX.setGrad(null);
            wideW.setGrad(null);
            Tensor actual = convolve(x, w, b, pad);
            Tensor g = Tensors.randnLike(actual.detach());
            actual.backward(g);
            expected.backward(g.to(DType.FLOAT64), true, false);
            close(expected, actual, what);
            close(wideX.grad(), x.grad(), what + ", gradient of the input");
            close(wideW.grad(), w.grad(), what + ", gradient of the weight");
        }
    }

    private static Tensor convolve(Tensor x, Tensor w, Tensor b, int pad) {
        return Functional.conv2d(x, w, b, 1, pad);
    }

    private static void close(Tensor expected, Tensor actual, String what) {
        double error = actual.detach()
                .to(DType.FLOAT64)
                .sub(expected.detach())
                .abs()
                .max()
                .item();
        double scale = expected.detach().abs().max().item();
        assertTrue(error <= TOLERANCE * scale, what + ": off by " + error + " of " + scale);
    }

    @Test
    void weightThatChangesIsTransformedAnew() {
        Tensor x = Tensors.randn(4, 64, 20, 20);
        Tensor w = Tensors.randn(64, 64, 3, 3);
        Tensor first = Functional.conv2d(x, w, null, 1, 1);
        w.mul_(-2);
        Tensor second = Functional.conv2d(x, w, null, 1, 1);
        assertEquals(0, second.add(first.mul(2)).abs().max().item(), 1e-3);
    }

    @Test
    void gradientHasTheStridesOfTheInput() {
        Tensor x = Tensors.randn(4, 64, 20, 20)
                .contiguous(MemoryFormat.CHANNELS_LAST)
                .requiresGrad_();
        Functional.conv2d(x, Tensors.randn(64, 64, 3, 3), null, 1, 1).sum().backward();
        assertTrue(x.grad().isContiguous(MemoryFormat.CHANNELS_LAST));
    }
}
