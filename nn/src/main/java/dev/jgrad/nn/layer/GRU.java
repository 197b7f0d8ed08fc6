package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gated recurrent units: (time, batch, inputSize) to (time, batch, hiddenSize). Cho and others 2014; {@code torch.nn.GRU}.
 * {@link #call(Tensor)} returns the output alone, {@link #outputs} all results.
 */
public final class GRU extends Recurrent {
    /** One layer. */
    public GRU(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, RecurrentOptions.DEFAULT);
    }

    /** With all settings. */
    public GRU(long inputSize, long hiddenSize, RecurrentOptions options) {
        super(CellKind.GRU, inputSize, hiddenSize, 0, options);
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
}
