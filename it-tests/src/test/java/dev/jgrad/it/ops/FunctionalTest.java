package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.OptimizerSteps;
import dev.jgrad.tensor.StepNumbers;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** Values worked out by hand, effects beside the result, and errors. */
class FunctionalTest {
    private static final long[] ONE = {1};
    private static final long[] ZERO = {0};
    private static final TensorOptions F64 = TensorOptions.dtype(DType.FLOAT64);

    private static Tensor image(double... values) {
        int side = (int) Math.sqrt(values.length);
        return Tensors.tensor(F64, values, 1, 1, side, side);
    }

    private static void assertValues(Tensor actual, double... expected) {
        assertArrayEquals(expected, actual.contiguous().toDoubleArray(), 1e-6);
    }

    @Test
    void convolutionIsCrossCorrelation() {
        Tensor x = image(1, 2, 3, 4, 5, 6, 7, 8, 9);
        Tensor w = image(1, 0, 0, -1);
        assertValues(Functional.conv2d(x, w, Tensors.tensor(F64, new double[] {10}, 1)), 6, 6, 6, 6);
        assertValues(
                Functional.convTranspose2d(image(1, 2, 3, 4), w, null, ONE, ZERO, ZERO, 1, ONE),
                1,
                2,
                0,
                3,
                3,
                -2,
                0,
                -3,
                -4);
    }

    @Test
    void convolutionNamesWhatDoesNotFit() {
        Tensor x = Tensors.zeros(1, 3, 5, 5);
        ShapeException channels =
                assertThrows(ShapeException.class, () -> Functional.conv2d(x, Tensors.zeros(4, 2, 3, 3), null));
        assertEquals(
                "Given groups=1, weight of size [4, 2, 3, 3], expected input[1, 3, 5, 5] to have 2 channels, but got 3"
                        + " channels instead",
                channels.getMessage());
        ShapeException kernel =
                assertThrows(ShapeException.class, () -> Functional.conv2d(x, Tensors.zeros(4, 3, 6, 6), null));
        assertEquals(
                "Calculated padded input size per channel: (5 x 5). Kernel size: (6 x 6). Kernel size can't be greater"
                        + " than actual input size",
                kernel.getMessage());
        assertThrows(
                ArgumentException.class,
                () -> Functional.conv2d(x, Tensors.zeros(4, 3, 3, 3), null, new long[] {2}, "same", ONE, 1));
    }

    @Test
    void maxPoolingTellsPositions() {
        var r = Functional.maxPool2dWithIndices(
                image(1, 5, 2, 3, 4, 9, 7, 8, 6), new long[] {2}, ONE, ZERO, ONE, false);
        assertValues(r.values(), 5, 9, 8, 9);
        assertArrayEquals(new long[] {1, 5, 7, 5}, r.indices().toLongArray());
    }

    @Test
    void averagePoolingCountsThePaddingOnlyWhenAsked() {
        Tensor x = image(1, 2, 3, 4);
        long[] two = {2};
        assertValues(Functional.avgPool2d(x, two, two, ONE, false, true, null), 0.25, 0.5, 0.75, 1);
        assertValues(Functional.avgPool2d(x, two, two, ONE, false, false, null), 1, 2, 3, 4);
    }

    @Test
    void batchNormUpdatesRunningStatisticsWithoutRecording() {
        Tensor x = Tensors.tensor(F64, new double[] {1, 3, 5, 7}, 4, 1).requiresGrad_();
        Tensor mean = Tensors.zeros(F64, 1);
        Tensor var = Tensors.ones(F64, 1);
        int version = mean.version();
        double least = Double.MIN_VALUE; // 0 is refused
        Tensor y = Functional.batchNorm(x, mean, var, null, null, true, 0.1, least);
        assertValues(mean, 0.4);
        assertValues(var, 0.9 + 0.1 * 20 / 3);
        assertTrue(mean.version() > version);
        assertTrue(!mean.requiresGrad());
        assertValues(y, -3 / Math.sqrt(5), -1 / Math.sqrt(5), 1 / Math.sqrt(5), 3 / Math.sqrt(5));
        Tensor evaluated = Functional.batchNorm(x, mean, var, null, null, false, 0.1, 0);
        // A training step between forward and backward does not disturb an evaluation.
        Functional.batchNorm(x, mean, var, null, null, true, 0.1, least);
        double before = 1 / Math.sqrt(0.9 + 0.1 * 20 / 3);
        assertValues(Autograd.grad(evaluated.sum(), x), before, before, before, before);
    }

    @Test
    void crossEntropyRefusesClassesOutOfRange() {
        Tensor logits = Tensors.zeros(2, 3);
        IndexException e =
                assertThrows(IndexException.class, () -> Functional.crossEntropy(logits, Tensors.tensor(0L, 3L)));
        assertEquals("Target 3 is out of bounds.", e.getMessage());
        assertEquals(
                Math.log(3),
                Functional.crossEntropy(logits, Tensors.tensor(0L, -100L)).item(),
                1e-6);
        assertThrows(ShapeException.class, () -> Functional.crossEntropy(logits, Tensors.tensor(0L, 1L, 2L)));
    }

    @Test
    void embeddingLimitsNormsInPlace() {
        Tensor w = Tensors.tensor(F64, new double[] {3, 4, 0.3, 0.4, 6, 8}, 3, 2);
        Tensor y = Functional.embedding(Tensors.tensor(0L, 1L), w, null, 1.0, 2, false);
        assertArrayEquals(new double[] {0.6, 0.8, 0.3, 0.4}, y.toDoubleArray(), 1e-6);
        assertArrayEquals(new double[] {0.6, 0.8, 0.3, 0.4, 6, 8}, w.toDoubleArray(), 1e-6);
        assertEquals(
                "index out of range in self",
                assertThrows(IndexException.class, () -> Functional.embedding(Tensors.tensor(3L), w))
                        .getMessage());
    }

    @Test
    void embeddingGivesThePaddingRowNoGradient() {
        Tensor w = Tensors.ones(F64, 3, 1).requiresGrad_();
        Tensor index = Tensors.tensor(0L, 2L, 2L);
        Functional.embedding(index, w, 0L, null, 2, false).sum().backward();
        assertValues(java.util.Objects.requireNonNull(w.grad()), 0, 0, 2);
        w.setGrad(null);
        Functional.embedding(index, w, null, null, 2, true).sum().backward();
        assertValues(java.util.Objects.requireNonNull(w.grad()), 1, 0, 1);
    }

    @Test
    void dropoutKeepsTheMeanAndScalesGradientsAlike() {
        Generator.manualSeed(5);
        Tensor x = Tensors.ones(20_000).requiresGrad_();
        Tensor y = Functional.dropout(x, 0.25, true);
        assertEquals(1, y.mean().item(), 0.02);
        double[] kept = y.toDoubleArray();
        for (double v : kept) {
            assertTrue(v == 0 || Math.abs(v - 4 / 3.0) < 1e-6);
        }
        y.sum().backward();
        assertArrayEquals(kept, java.util.Objects.requireNonNull(x.grad()).toDoubleArray(), 0);
        assertSame(x, Functional.dropout(x, 0.25, false));
        assertThrows(ArgumentException.class, () -> Functional.dropout(x, 1.5, true));
    }

    @Test
    void attentionOfARowThatSeesNothingIsZero() {
        Tensor q = Tensors.ones(F64, 1, 1, 2, 2);
        Tensor mask = Tensors.tensor(true, true, false, false).reshape(2, 2);
        Tensor y = Functional.scaledDotProductAttention(q, q, q, mask, 0, false, null, false);
        assertValues(y, 1, 1, 0, 0);
    }

    @Test
    void fusedStepsAgreeWithComposedOnes() {
        Generator.manualSeed(7);
        Tensor p = Tensors.randn(F64, 5, 3).requiresGrad_();
        Tensor g = Tensors.randn(F64, 5, 3);
        assertThrows(
                AutogradException.class,
                () -> OptimizerSteps.sgd_(p, g, null, true, StepNumbers.fixed(0.1, 0, 0, 0), false, false));
        try (var _ = Grad.disabled()) {
            Tensor expected = p.detach().clone();
            Tensor buffer = Tensors.zerosLike(p.detach());
            Tensor momentum = Tensors.zerosLike(p.detach());
            int version = p.version();
            for (int step = 0; step < 3; step++) {
                assertTrue(OptimizerSteps.sgd_(
                        p, g, buffer, step == 0, StepNumbers.fixed(0.1, 0.9, 0.2, 0.01), false, false));
                Tensor d = g.add(expected.mul(0.01));
                momentum = step == 0 ? d : momentum.mul(0.9).add(d.mul(0.8));
                expected.sub_(momentum.mul(0.1));
            }
            assertEquals(version + 3, p.version());
            assertArrayEquals(expected.toDoubleArray(), p.toDoubleArray(), 1e-12);
            // Another order in memory is brought along.
            assertTrue(OptimizerSteps.sgd_(
                    p, g.t().contiguous().t(), null, true, StepNumbers.fixed(0.1, 0, 0, 0), false, false));
            assertArrayEquals(expected.sub(g.mul(0.1)).toDoubleArray(), p.toDoubleArray(), 1e-12);
        }
    }

    /** Float32 runs channels-last through native kernels where they exist; float64 does not. */
    @Test
    void layoutsBelowDoNotShowInResults() {
        long seed = 11;
        Generator.manualSeed(seed);
        Tensor w64 = Tensors.randn(F64, 32, 8, 3, 3).mul(0.1);
        Tensor x64 = Tensors.randn(F64, 2, 8, 16, 16);
        double[][] results = new double[2][];
        for (int i = 0; i < 2; i++) {
            DType dtype = i == 0 ? DType.FLOAT64 : DType.FLOAT32;
            Tensor w = w64.detach().to(dtype).clone().requiresGrad_();
            Tensor x = x64.detach().to(dtype).clone().requiresGrad_();
            Tensor y = Functional.conv2d(x, w, null, ONE, ONE, ONE, 1);
            y = Functional.relu_(Functional.batchNorm(y, null, null, null, null, true, 0.1, 1e-5));
            y = Functional.maxPool2d(y, new long[] {3}, new long[] {2}, ONE, ONE, false);
            y = Functional.avgPool2d(y, 2);
            Tensor penalty =
                    Autograd.gradWithGraph(y.square().sum(), x).square().sum();
            penalty.backward();
            results[i] = java.util.Objects.requireNonNull(w.grad()).toDoubleArray();
        }
        double top = 0;
        for (double v : results[0]) {
            top = Math.max(top, Math.abs(v));
        }
        assertArrayEquals(results[0], results[1], 1e-4 * top, "seed " + seed);
    }
}
