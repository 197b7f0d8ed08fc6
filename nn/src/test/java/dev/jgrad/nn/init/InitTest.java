package dev.jgrad.nn.init;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.layer.BatchNorm2d;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InitTest {
    @BeforeEach
    void seed() {
        Generator.manualSeed(7);
    }

    private static void assertSpread(double expected, Tensor tensor) {
        assertEquals(expected, tensor.detach().std().item(), 0.03 * expected);
        assertEquals(0, tensor.detach().mean().item(), 0.03 * expected);
    }

    @Test
    void deviationsFollowTheFans() {
        Tensor w = Tensors.empty(200, 100, 3, 3);
        assertSpread(Math.sqrt(2.0 / 900), Init.kaimingNormal_(w));
        assertSpread(Math.sqrt(2.0 / 1800), Init.kaimingNormal_(w, 0, FanMode.FAN_OUT, Nonlinearity.RELU));
        assertSpread(Math.sqrt(2.0 / 900), Init.kaimingUniform_(w));
        assertSpread(Math.sqrt(2.0 / 2700), Init.xavierNormal_(w));
        assertSpread(2 * Math.sqrt(2.0 / 2700), Init.xavierUniform_(w, 2));
        assertThrows(ShapeException.class, () -> Init.kaimingNormal_(Tensors.empty(3)));
    }

    @Test
    void layersStartWithinPyTorchsBounds() {
        Linear linear = new Linear(400, 300);
        assertSpread(1 / Math.sqrt(3 * 400), linear.weight());
        assertTrue(linear.bias().detach().abs().max().item() <= 1 / Math.sqrt(400));
        Conv2d conv = new Conv2d(16, 64, 3);
        assertSpread(1 / Math.sqrt(3 * 144), conv.weight());
        assertTrue(conv.bias().detach().abs().max().item() <= 1.0 / 12);
    }

    @Test
    void orthogonalRowsOrColumns() {
        Tensor wide = Init.orthogonal_(Tensors.empty(5, 4, 2), 3);
        Tensor rows = wide.reshape(5, 8).mul(1.0 / 3);
        assertTrue(rows.matmul(rows.t()).allClose(Tensors.eye(5), 1e-5, 1e-6));
        Tensor tall = Init.orthogonal_(Tensors.empty(8, 5));
        assertTrue(tall.t().matmul(tall).allClose(Tensors.eye(5), 1e-5, 1e-6));
    }

    @Test
    void otherFillings() {
        Tensor cut = Init.truncNormal_(Tensors.empty(20_000), 0, 1, -1, 1);
        assertTrue(cut.abs().max().item() <= 1);
        assertEquals(0.5396, cut.std().item(), 0.01);
        assertTrue(Init.eye_(Tensors.empty(3, 4)).equal(Tensors.eye(3, 4)));
        Tensor dirac = Init.dirac_(Tensors.empty(3, 2, 3, 3));
        assertEquals(2, dirac.sum().item());
        assertEquals(1, dirac.get(1, 1, 1, 1).item());
        Tensor sparse = Init.sparse_(Tensors.empty(10, 7), 0.35, 1);
        assertEquals(7 * 4, sparse.eq(0.0).sum().itemLong());
        assertEquals(Math.sqrt(2 / 1.04), Nonlinearity.LEAKY_RELU.gain(0.2), 1e-12);
    }

    @Test
    void leavesStayLeaves() {
        Tensor w = Tensors.empty(3, 3).requiresGrad_();
        assertTrue(Init.normal_(w, 0, 1).isLeaf() && w.requiresGrad());
    }

    @Test
    void skippingDrawsNothingAndFillsConstants() {
        long[] before = Generator.defaultGenerator().state();
        var norm = Init.skipping(() -> {
            new Linear(400, 300);
            return new BatchNorm2d(3);
        });
        assertArrayEquals(before, Generator.defaultGenerator().state());
        assertTrue(norm.weight().detach().equal(Tensors.ones(3)));
        new Linear(4, 3);
        assertFalse(Arrays.equals(before, Generator.defaultGenerator().state()));
    }
}
