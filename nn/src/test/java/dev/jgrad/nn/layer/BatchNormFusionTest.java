package dev.jgrad.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** What is fused computes what both layers computed. */
class BatchNormFusionTest {
    private static <M extends Module> M trained(M norm, long... sizes) {
        for (int i = 0; i < 5; i++) {
            norm.call(Tensors.randn(sizes).mul(2).add(1));
        }
        norm.parameters().forEach(p -> p.detach().uniform_(0.5, 2));
        norm.eval();
        return norm;
    }

    private static void same(Tensor x, Module first, Module second, Module fused) {
        assertFalse(fused.isTraining());
        assertArrayEquals(
                second.call(first.call(x)).toDoubleArray(), fused.call(x).toDoubleArray(), 1e-4);
    }

    @Test
    void convolutions() {
        Conv2d conv = new Conv2d(2, 4, 3, ConvOptions.stride(2).withBias(false));
        BatchNorm2d norm = trained(new BatchNorm2d(4), 3, 4, 2, 2);
        conv.eval();
        Conv2d fused = BatchNormFusion.fuseConvBnEval(conv, norm);
        same(Tensors.randn(2, 2, 7, 7), conv, norm, fused);
        assertEquals("Conv2d(2, 4, kernel_size=(3, 3), stride=(2, 2))", fused.toString());
        assertTrue(fused.weight().requiresGrad());
        assertFalse(fused.getParameter("bias").requiresGrad());
        ConvTranspose1d up = new ConvTranspose1d(2, 3, 4);
        BatchNorm1d after = trained(new BatchNorm1d(3, NormOptions.BATCH.withAffine(false)), 5, 3, 2);
        up.eval();
        same(Tensors.randn(2, 2, 7), up, after, BatchNormFusion.fuseConvBnEval(up, after, true));
    }

    @Test
    void linearLayers() {
        Linear linear = new Linear(3, 4);
        linear.eval();
        BatchNorm1d norm = trained(new BatchNorm1d(4), 6, 4);
        same(Tensors.randn(5, 3), linear, norm, BatchNormFusion.fuseLinearBnEval(linear, norm));
        BatchNorm1d other = trained(new BatchNorm1d(3), 6, 3);
        assertEquals(
                "To fuse, linear.out_features == bn.num_features or bn.num_features == 1, got linear.out_features=4 and"
                        + " bn.num_features=3",
                assertThrows(ArgumentException.class, () -> BatchNormFusion.fuseLinearBnEval(linear, other))
                        .getMessage());
    }

    @Test
    void refusals() {
        Conv2d conv = new Conv2d(2, 4, 3);
        assertEquals(
                "Fusion only for eval!",
                assertThrows(ArgumentException.class, () -> BatchNormFusion.fuseConvBnEval(conv, new BatchNorm2d(4)))
                        .getMessage());
        conv.eval();
        Module norm = new BatchNorm2d(4, NormOptions.BATCH.withTrackRunningStats(false)).eval();
        assertEquals(
                "bn.running_mean and bn.running_var must not be None",
                assertThrows(ArgumentException.class, () -> BatchNormFusion.fuseConvBnEval(conv, norm))
                        .getMessage());
    }
}
