package dev.jgrad.nn.amp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.nn.Parameter;
import dev.jgrad.nn.StateDictException;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Numbers are PyTorch 2.13's, {@code torch.amp.GradScaler(device='cpu')}. */
class GradScalerTest {
    private static final GradScaler.Options EIGHT =
            GradScaler.Options.DEFAULT.withInitScale(8).withGrowthInterval(2);

    private static Tensor single(double... values) {
        return Tensors.tensor(values);
    }

    private final Tensor p = Parameter.of(single(1, 2));
    private final SGD optimizer = new SGD(List.of(p), 0.5);

    @Test
    void growsAndBacksOffAsPyTorch() {
        var scaler = new GradScaler("cpu", EIGHT);
        double inf = Double.POSITIVE_INFINITY;
        double[][] gradients = {{1, 2}, {inf, 1}, {1, 1}, {.5, .5}, {Double.NaN, 0}, {1, 1}};
        double[][] expected = {{.5, 1}, {.5, 1}, {0, .5}, {-.25, .25}, {-.25, .25}, {-.75, -.25}};
        double[] scales = {8, 4, 4, 8, 4, 4};
        for (int i = 0; i < gradients.length; i++) {
            optimizer.zeroGrad();
            scaler.scale(p.mul(single(gradients[i])).sum()).backward();
            boolean finite = Double.isFinite(gradients[i][0]);
            assertEquals(finite, scaler.step(optimizer));
            scaler.update();
            assertArrayEquals(expected[i], p.detach().toDoubleArray(), 1e-6);
            assertEquals(scales[i], scaler.getScale());
        }
        assertEquals(
                Map.of(
                        "scale",
                        4.0,
                        "growth_factor",
                        2.0,
                        "backoff_factor",
                        0.5,
                        "growth_interval",
                        2L,
                        "_growth_tracker",
                        1L),
                scaler.stateDict());
    }

    @Test
    void unscalesOnceForClipping() {
        var scaler = new GradScaler("cpu", EIGHT);
        assertThrows(ArgumentException.class, () -> scaler.unscale_(optimizer));
        assertThrows(ArgumentException.class, () -> scaler.step(optimizer));
        assertThrows(ArgumentException.class, scaler::update);
        scaler.scale(p.sum()).backward();
        assertThrows(ArgumentException.class, scaler::update);
        assertEquals(8, Objects.requireNonNull(p.grad()).toDoubleArray()[0]);
        scaler.unscale_(optimizer);
        assertEquals(1, Objects.requireNonNull(p.grad()).toDoubleArray()[0]);
        assertThrows(ArgumentException.class, () -> scaler.unscale_(optimizer));
        assertTrue(scaler.step(optimizer));
        assertEquals(0.5, p.detach().toDoubleArray()[0]);
        assertThrows(ArgumentException.class, () -> scaler.unscale_(optimizer));
        assertThrows(ArgumentException.class, () -> scaler.step(optimizer));
        scaler.update();
        scaler.update(32);
        assertEquals(32, scaler.getScale());
    }

    @Test
    void oneOptimizerMayStepWhileTheOtherIsLeftOut() {
        var scaler = new GradScaler("cpu", EIGHT);
        Tensor q = Parameter.of(single(1));
        var other = new SGD(List.of(q), 0.5);
        scaler.scale(p.sum().add(q.mul(Double.POSITIVE_INFINITY).sum())).backward();
        assertTrue(scaler.step(optimizer));
        assertFalse(scaler.step(other));
        scaler.update();
        assertEquals(4, scaler.getScale());
        assertEquals(1, q.detach().item());
    }

    @Test
    void aDisabledOnePassesEverythingThrough() {
        var scaler = new GradScaler("cpu", EIGHT.withEnabled(false));
        Tensor loss = p.sum();
        assertEquals(loss, scaler.scale(loss));
        loss.backward();
        scaler.unscale_(optimizer);
        assertTrue(scaler.step(optimizer));
        scaler.update();
        assertEquals(0.5, p.detach().toDoubleArray()[0]);
        assertEquals(1, scaler.getScale());
        assertEquals(Map.of(), scaler.stateDict());
        scaler.loadStateDict(Map.of());
    }

    @Test
    void stateContinues() {
        var scaler = new GradScaler("cpu", EIGHT);
        scaler.loadStateDict(Map.of(
                "scale",
                16.0,
                "growth_factor",
                4.0,
                "backoff_factor",
                0.25,
                "growth_interval",
                2,
                "_growth_tracker",
                1));
        scaler.scale(p.sum()).backward();
        scaler.step(optimizer);
        scaler.update();
        assertEquals(64, scaler.getScale());
        assertThrows(StateDictException.class, () -> scaler.loadStateDict(Map.of()));
        assertThrows(StateDictException.class, () -> scaler.loadStateDict(Map.of("scale", "x")));
        assertEquals(64, scaler.getScale());
    }

    @Test
    void refusesFloat16GradientsAndBadFactors() {
        var scaler = new GradScaler("cpu", EIGHT);
        Tensor half = Parameter.of(single(1).to(DType.FLOAT16));
        scaler.scale(half.sum()).backward();
        assertThrows(ArgumentException.class, () -> scaler.step(new SGD(List.of(half), 0.1)));
        assertThrows(ArgumentException.class, () -> new GradScaler("cpu", EIGHT.withGrowthFactor(1)));
        assertThrows(ArgumentException.class, () -> new GradScaler("cpu", EIGHT.withBackoffFactor(1)));
    }
}
