package dev.jgrad.nn.layer;

import dev.jgrad.nn.sequence.PackedSequence;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A simple recurrent network: (time, batch, inputSize) to (time, batch, hiddenSize). Elman 1990; {@code torch.nn.RNN}.
 * {@link #call(Tensor)} returns the output alone, {@link #outputs} all results.
 */
public final class RNN extends Recurrent {
    /** One layer with tanh. */
    public RNN(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, RecurrentOptions.DEFAULT, "tanh");
    }

    /** With all settings; {@code nonlinearity} is {@code tanh} or {@code relu}. */
    public RNN(long inputSize, long hiddenSize, RecurrentOptions options, String nonlinearity) {
        super(RNNCell.kind(nonlinearity), inputSize, hiddenSize, 0, options);
    }

    /** All results, from a state of zeros. */
    public RecurrentOutput outputs(Tensor input) {
        return outputs(input, null);
    }

    /** All results, from a state (layers × directions, batch, hiddenSize). */
    public RecurrentOutput outputs(Tensor input, @Nullable Tensor hidden) {
        List<@Nullable Tensor> results = callAll(Arrays.asList(input, hidden));
        return new RecurrentOutput(Objects.requireNonNull(results.get(0)), Objects.requireNonNull(results.get(1)));
    }

    /** All results for packed sequences, from a state of zeros. */
    public PackedOutput outputs(PackedSequence input) {
        return outputs(input, null);
    }

    /** All results for packed sequences; states are in the order of the batch before it was packed. */
    public PackedOutput outputs(PackedSequence input, @Nullable Tensor hidden) {
        List<@Nullable Tensor> results = callPacked(input, hidden, null);
        return new PackedOutput(
                input.withData(Objects.requireNonNull(results.get(0))), Objects.requireNonNull(results.get(1)));
    }
}
