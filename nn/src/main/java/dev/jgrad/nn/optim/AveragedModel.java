package dev.jgrad.nn.optim;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mean of a net's weights over training, or their moving average; itself a module that computes with them.
 *
 * <pre>{@code
 * var averaged = new AveragedModel(net, new Net(), AveragedModel.exponential(0.999), false);
 * for (…) {
 *     …
 *     optimizer.step();
 *     averaged.updateParameters(net);
 * }
 * averaged.eval().call(x);
 * }</pre>
 *
 * {@code torch.optim.swa_utils.AveragedModel}; the statistics of batch normalisation are made anew by {@link
 * dev.jgrad.nn.layer.RunningStatistics#update}. Izmailov and others 2018; Polyak and Juditsky 1992.
 */
public final class AveragedModel extends Module {
    /** How an average takes in one more value. */
    @FunctionalInterface
    public interface Average {
        /**
         * The new average.
         *
         * @param averaged the average so far
         * @param current the value to take in, of the same shape
         * @param count how many values the average is made of, at least 1
         */
        Tensor take(Tensor averaged, Tensor current, long count);
    }

    private final Module module;
    private final Tensor averagedCount;
    private final Average average;
    private final boolean useBuffers;

    /** All weights count the same; buffers are those of the net. */
    public AveragedModel(Module model, Module copy) {
        this(model, copy, mean(), false);
    }

    /**
     * With all settings.
     *
     * @param model the net that is trained
     * @param copy another net of the same kind, whose state becomes that of {@code model}
     * @param useBuffers whether buffers are averaged too; else they follow those of the net
     */
    public AveragedModel(Module model, Module copy, Average average, boolean useBuffers) {
        if (copy == model) {
            throw new ArgumentException("AveragedModel needs a second net for the averages, got the same one twice");
        }
        copy.loadStateDict(model.stateDict());
        this.averagedCount = registerBuffer("n_averaged", Tensors.full(TensorOptions.dtype(DType.INT64), 0L));
        this.module = registerModule("module", copy);
        this.average = average;
        this.useBuffers = useBuffers;
    }

    /** The mean of all values: {@code get_swa_avg_fn}. */
    public static Average mean() {
        return (averaged, current, count) -> averaged.add(current.sub(averaged).div((double) (count + 1)));
    }

    /**
     * decay average + (1 - decay) value: {@code get_ema_avg_fn}.
     *
     * @param decay from 0 to 1; PyTorch's default is 0.999
     */
    public static Average exponential(double decay) {
        if (!(decay >= 0 && decay <= 1)) {
            throw new ArgumentException(
                    "Invalid decay value " + decay + " provided. Please provide a value in [0,1] range.");
        }
        return (averaged, current, count) -> averaged.mul(decay).add(current.mul(1 - decay));
    }

    @Override
    public Tensor forward(@Nullable Tensor... inputs) {
        return module.call(inputs);
    }

    /** The net that has the averages. */
    public Module module() {
        return module;
    }

    /** How many times {@link #updateParameters} was called. */
    public long averagedCount() {
        return averagedCount.itemLong();
    }

    /** Takes in the weights as they are now; the first time, they are the average. */
    public void updateParameters(Module model) {
        long count = averagedCount();
        List<Tensor> mine = tensors(module);
        List<Tensor> theirs = tensors(model);
        if (mine.size() != theirs.size()) {
            throw new ArgumentException(
                    "AveragedModel averages " + mine.size() + " tensors, but the model given has " + theirs.size());
        }
        try (var _ = Grad.disabled()) {
            for (int i = 0; i < mine.size(); i++) {
                Tensor averaged = mine.get(i);
                Tensor current = theirs.get(i).detach().to(averaged.device());
                averaged.copy_(count == 0 ? current : average.take(averaged.detach(), current, count));
            }
            if (!useBuffers) {
                List<Tensor> buffers = model.buffers();
                for (int i = 0; i < buffers.size(); i++) {
                    module.buffers().get(i).copy_(buffers.get(i).detach());
                }
            }
            averagedCount.add_(1);
        }
    }

    private List<Tensor> tensors(Module of) {
        List<Tensor> all = new ArrayList<>(of.parameters());
        if (useBuffers) {
            all.addAll(of.buffers());
        }
        return all;
    }
}
