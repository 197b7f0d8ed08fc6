package dev.jgrad.autograd;

import dev.jgrad.op.ThreadState;
import dev.jgrad.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Trades time for memory in training: what a stretch of the computation would keep for backward is dropped and computed
 * again when backward asks. {@code torch.utils.checkpoint} with {@code use_reentrant=False}.
 *
 * <pre>{@code
 * Tensor y = Checkpointing.checkpoint(block::call, x);
 * }</pre>
 *
 * <p>The function runs again during the backward pass and must do the same again. Random numbers of the default generator
 * repeat. What it changes besides, it changes twice: batch norm updates its running statistics a second time, as in
 * PyTorch. While a level of forward mode is open nothing is dropped. Checkpoints nest. Source: Chen et al. 2016, "Training deep nets with sublinear memory cost".
 */
public final class Checkpointing {
    /**
     * How to recompute.
     *
     * @param preserveRngState the default generator gives the same numbers again: dropout gets the same mask
     * @param earlyStop the function is left as soon as all that was dropped is there again
     */
    public record Options(boolean preserveRngState, boolean earlyStop) {
        /** Both. */
        public static final Options DEFAULT = new Options(true, true);
    }

    private Checkpointing() {}

    /** Calls a function of one tensor without keeping what its backward needs. */
    public static Tensor checkpoint(UnaryOperator<Tensor> function, Tensor input) {
        return checkpoint(Options.DEFAULT, x -> List.of(function.apply(x.getFirst())), List.of(input))
                .getFirst();
    }

    /** The same for several inputs. */
    public static Tensor checkpoint(java.util.function.Function<List<Tensor>, Tensor> function, List<Tensor> inputs) {
        return checkpoint(Options.DEFAULT, x -> List.of(function.apply(x)), inputs)
                .getFirst();
    }

    /**
     * The same for several inputs and outputs.
     *
     * <p>When the second run saves something else than the first, backward fails with an {@link dev.jgrad.data.AutogradException} in
     * PyTorch's words.
     */
    public static List<Tensor> checkpoint(Options options, UnaryOperator<List<Tensor>> function, List<Tensor> inputs) {
        ThreadState ts = ThreadState.current();
        if (!ts.gradEnabled) {
            return function.apply(inputs);
        }
        CheckpointFrame frame = new CheckpointFrame(ts, options, function, inputs);
        try (Guard _ = frame.hooks().install()) {
            return function.apply(inputs);
        } finally {
            frame.completed();
        }
    }
}
