package dev.jgrad.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SequenceLayersTest {
    @Test
    void lstmContinuesFromItsState() {
        LSTM lstm = new LSTM(3, 4);
        Tensor x = Tensors.randn(6, 2, 3);
        LSTM.Output whole = lstm.outputs(x);
        LSTM.Output first = lstm.outputs(x.narrow(0, 0, 4));
        LSTM.Output second = lstm.outputs(x.narrow(0, 4, 2), first.hidden(), first.cell());
        assertTrue(whole.output().narrow(0, 4, 2).allClose(second.output(), 1e-5, 1e-6));
        assertTrue(whole.cell().allClose(second.cell(), 1e-5, 1e-6));
        assertTrue(lstm.call(x).equal(whole.output()));
    }

    @Test
    void cellIsOneStepOfTheNetwork() {
        GRU gru = new GRU(3, 4);
        GRUCell cell = new GRUCell(3, 4);
        for (String name : new String[] {"weight_ih", "weight_hh", "bias_ih", "bias_hh"}) {
            cell.set(name, gru.getParameter(name + "_l0"));
        }
        Tensor x = Tensors.randn(1, 2, 3);
        assertTrue(gru.outputs(x).hidden().select(0, 0).allClose(cell.call(x.select(0, 0)), 1e-5, 1e-6));
    }

    @Test
    void wrongSizesAreNamed() {
        ShapeException e = assertThrows(ShapeException.class, () -> new LSTM(3, 4).call(Tensors.ones(2, 2, 5)));
        assertEquals("input.size(-1) must be equal to input_size. Expected 3, got 5", e.getMessage());
        assertThrows(ShapeException.class, () -> new GRU(3, 4).outputs(Tensors.ones(2, 2, 3), Tensors.ones(1, 3, 4)));
    }

    @Test
    void typedCallsRunHooks() {
        LSTM lstm = new LSTM(3, 4);
        AtomicInteger outputs = new AtomicInteger();
        lstm.registerForwardHook((module, in, out) -> outputs.set(out.size()));
        lstm.outputs(Tensors.ones(2, 1, 3));
        assertEquals(3, outputs.get());
    }

    @Test
    void maskedPositionsAreNotSeen() {
        MultiheadAttention attention =
                new MultiheadAttention(8, 2, MultiheadAttention.Options.DEFAULT.withBatchFirst(true));
        Tensor x = Tensors.randn(1, 4, 8);
        Tensor future = Tensors.ones(4, 4).triu(1).toBool();
        MultiheadAttention.Output seen = attention.outputs(x, x, x, new AttentionMasks(null, future), true, true);
        assertEquals(0, seen.weights().triu(1).abs().sum().item());
        MultiheadAttention.Output fast = attention.outputs(x, x, x, new AttentionMasks(null, future), false, true);
        assertNull(fast.weights());
        assertTrue(seen.output().allClose(fast.output(), 1e-5, 1e-6));

        Tensor padding = Tensors.tensor(false, false, true, true).unsqueeze(0);
        Tensor weights = attention
                .outputs(x, x, x, new AttentionMasks(padding, null), true, false)
                .weights();
        assertEquals(0, weights.narrow(3, 2, 2).sum().item());
        assertEquals(2, weights.size(1));
    }

    @Test
    void encoderCopiesItsLayer() {
        TransformerEncoderLayer layer = new TransformerEncoderLayer(
                8, 2, TransformerOptions.DEFAULT.withDimFeedforward(4).withDropout(0));
        TransformerEncoder encoder = new TransformerEncoder(layer, 2);
        assertTrue(
                encoder.getParameter("layers.0.linear1.weight").equal(encoder.getParameter("layers.1.linear1.weight")));
        assertEquals(24, encoder.parameters().size());
        Tensor mask = Transformer.generateSquareSubsequentMask(3);
        assertEquals(0, mask.select(0, 2).sum().item());
        Tensor x = Tensors.randn(3, 1, 8);
        Tensor alone = encoder.call(x.narrow(0, 0, 1));
        assertTrue(encoder.call(x, mask, null).narrow(0, 0, 1).allClose(alone, 1e-4, 1e-5));
    }
}
