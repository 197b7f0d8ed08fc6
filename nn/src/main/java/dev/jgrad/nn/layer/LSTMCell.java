package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One step of an LSTM: (batch, inputSize) and two states to two states. {@code torch.nn.LSTMCell}. */
public final class LSTMCell extends RecurrentCell {
    /**
     * What an LSTM remembers.
     *
     * @param hidden the hidden state, also the output
     * @param cell the cell state
     */
    public record State(Tensor hidden, Tensor cell) {}

    /** With learned summands. */
    public LSTMCell(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, true);
    }

    /** With or without learned summands. */
    public LSTMCell(long inputSize, long hiddenSize, boolean bias) {
        super(CellKind.LSTM, inputSize, hiddenSize, bias);
    }

    /** The state after an input; null stands for zeros. */
    public State outputs(Tensor input, @Nullable State before) {
        List<@Nullable Tensor> results = callAll(
                Arrays.asList(input, before == null ? null : before.hidden, before == null ? null : before.cell));
        return new State(Objects.requireNonNull(results.get(0)), Objects.requireNonNull(results.get(1)));
    }
}
