package dev.jgrad.nn.layer;

import dev.jgrad.nn.sequence.PackedSequence;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Long short-term memory: (time, batch, inputSize) to (time, batch, hiddenSize). Hochreiter, Schmidhuber 1997; {@code
 * torch.nn.LSTM}. {@link #call(Tensor)} returns the output alone, {@link #outputs} all results.
 */
public final class LSTM extends Recurrent {
    /**
     * What an LSTM returns.
     *
     * @param output the last layer's state at every time, (time, batch, directions × hidden) or with the batch first
     * @param hidden the last hidden state of every layer and direction, (layers × directions, batch, hidden)
     * @param cell the last cell state of every layer and direction
     */
    public record Output(Tensor output, Tensor hidden, Tensor cell) {}

    /** One layer. */
    public LSTM(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, RecurrentOptions.DEFAULT, 0);
    }

    /** With options. */
    public LSTM(long inputSize, long hiddenSize, RecurrentOptions options) {
        this(inputSize, hiddenSize, options, 0);
    }

    /** With all settings; the hidden state is projected to {@code projSize} numbers unless that is 0. */
    public LSTM(long inputSize, long hiddenSize, RecurrentOptions options, long projSize) {
        super(CellKind.LSTM, inputSize, hiddenSize, projSize, options);
    }

    /** All results, from states of zeros. */
    public Output outputs(Tensor input) {
        return outputs(input, null, null);
    }

    /** All results, from states (layers × directions, batch, hiddenSize). */
    public Output outputs(Tensor input, @Nullable Tensor hidden, @Nullable Tensor cell) {
        List<@Nullable Tensor> results = callAll(Arrays.asList(input, hidden, cell));
        return new Output(
                Objects.requireNonNull(results.get(0)),
                Objects.requireNonNull(results.get(1)),
                Objects.requireNonNull(results.get(2)));
    }

    /**
     * What an LSTM returns for packed sequences; states are in the order of the batch before it was packed.
     *
     * @param output the last layer's states, packed as the input was
     * @param hidden the last hidden state of every layer, direction and sequence
     * @param cell the last cell state of every layer, direction and sequence
     */
    public record Packed(PackedSequence output, Tensor hidden, Tensor cell) {}

    /** All results for packed sequences, from states of zeros. */
    public Packed outputs(PackedSequence input) {
        return outputs(input, null, null);
    }

    /** All results for packed sequences, from states (layers × directions, batch, hiddenSize). */
    public Packed outputs(PackedSequence input, @Nullable Tensor hidden, @Nullable Tensor cell) {
        List<@Nullable Tensor> results = callPacked(input, hidden, cell);
        return new Packed(
                input.withData(Objects.requireNonNull(results.get(0))),
                Objects.requireNonNull(results.get(1)),
                Objects.requireNonNull(results.get(2)));
    }
}
