package dev.jgrad.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.loss.LinearCrossEntropyLoss;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts and the number are PyTorch 2.13's. */
class LinearCrossEntropyLossTest {
    private static final LinearCrossEntropyLoss.Options DEFAULT = LinearCrossEntropyLoss.Options.DEFAULT;

    @Test
    void asPyTorch() {
        var loss = new LinearCrossEntropyLoss(
                5, 3, DEFAULT.withOutFeatures(2).withBias(true).withLabelSmoothing(0.1));
        assertEquals("""
                LinearCrossEntropyLoss(
                  in_features=5, num_classes=3, out_features=(2,), bias=True, reduction=mean, ignore_index=None, label_smoothing=0.1, options=None
                  (linear): Linear(in_features=5, out_features=6, bias=True)
                )""", loss.toString());
        assertEquals(
                List.of("linear.weight", "linear.bias"),
                List.copyOf(loss.stateDict().keySet()));
        loss.loadStateDict(Map.of(
                "linear.weight", Tensors.arange(30).toFloat().div(30).reshape(6, 5),
                "linear.bias", Tensors.arange(6).toFloat().div(6)));
        Tensor x = Tensors.arange(10).toFloat().div(10).reshape(2, 5);
        Tensor labels = Tensors.tensor(0L, 2L, 1L, 1L).reshape(2, 2);
        assertEquals(1.4914562702178955, loss.call(x, labels).item(), 1e-6);
        assertEquals("""
                LinearCrossEntropyLoss(
                  in_features=5, num_classes=3, out_features=(), bias=False, reduction=mean, ignore_index=None, label_smoothing=0.0, options=None
                  (linear): Linear(in_features=5, out_features=3, bias=False)
                )""", new LinearCrossEntropyLoss(5, 3).toString());
    }

    @Test
    void refusals() {
        assertEquals(
                "expected weight shape to be (3,), got (2,)",
                assertThrows(
                                ShapeException.class,
                                () -> new LinearCrossEntropyLoss(5, 3, DEFAULT.withWeight(Tensors.ones(2))))
                        .getMessage());
        assertEquals(
                "expected label_smoothing to be in range [0, 1], got 2.0",
                assertThrows(
                                ArgumentException.class,
                                () -> new LinearCrossEntropyLoss(5, 3, DEFAULT.withLabelSmoothing(2)))
                        .getMessage());
    }
}
