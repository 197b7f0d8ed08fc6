package dev.jgrad.tensor;

import dev.jgrad.op.LikelihoodLosses;
import org.jspecify.annotations.Nullable;

/** Losses among {@link Functional}, which is the name to use. A reduction is {@code "none"}, {@code "mean"} or {@code "sum"}. */
public abstract sealed class LossFunctions extends NormalizationFunctions permits Functional {
    LossFunctions() {}

    /** {@link #crossEntropy(Tensor, Tensor, Tensor, long, String, double)} with all defaults: the mean over the batch. */
    public static Tensor crossEntropy(Tensor input, Tensor target) {
        return crossEntropy(input, target, null, -100, "mean", 0);
    }

    /**
     * Cross entropy between logits [N, C, *] (or [C]) and classes [N, *] of int64, or probabilities of the sizes of the
     * input.
     *
     * @param weight one number per class, or null
     * @param ignoreIndex class that does not count
     * @param labelSmoothing share of the target that is spread over all classes
     */
    public static Tensor crossEntropy(
            Tensor input,
            Tensor target,
            @Nullable Tensor weight,
            long ignoreIndex,
            String reduction,
            double labelSmoothing) {
        return LikelihoodLosses.crossEntropy(input, target, weight, ignoreIndex, reduction, labelSmoothing);
    }

    /** {@link #nllLoss(Tensor, Tensor, Tensor, long, String)} with all defaults. */
    public static Tensor nllLoss(Tensor input, Tensor target) {
        return nllLoss(input, target, null, -100, "mean");
    }

    /** Negative log-likelihood of classes under log-probabilities [N, C, *] (or [C]). */
    public static Tensor nllLoss(
            Tensor input, Tensor target, @Nullable Tensor weight, long ignoreIndex, String reduction) {
        return LikelihoodLosses.nllLoss(input, target, weight, ignoreIndex, reduction);
    }
}
