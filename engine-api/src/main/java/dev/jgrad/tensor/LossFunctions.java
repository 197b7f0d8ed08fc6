package dev.jgrad.tensor;

import dev.jgrad.data.ShapeException;
import dev.jgrad.op.Autocasting;
import dev.jgrad.op.ComposedLosses;
import dev.jgrad.op.CtcLoss;
import dev.jgrad.op.ElementwiseLosses;
import dev.jgrad.op.LikelihoodLosses;
import dev.jgrad.op.MarginLosses;
import dev.jgrad.op.Norms;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Losses among {@link Functional}, which is the name to use. A reduction is {@code "none"}, {@code "mean"} or {@code "sum"}. */
public abstract sealed class LossFunctions extends NormalizationFunctions permits SequenceFunctions {
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

    /** Mean of (input - target)^2. */
    public static Tensor mseLoss(Tensor input, Tensor target) {
        return mseLoss(input, target, "mean");
    }

    /** (input - target)^2. */
    public static Tensor mseLoss(Tensor input, Tensor target, String reduction) {
        return ElementwiseLosses.mse(input, target, reduction);
    }

    /** {@link #mseLoss(Tensor, Tensor, String)}, each term times a weight; the mean divides by the sum of weights. */
    public static Tensor mseLoss(Tensor input, Tensor target, String reduction, @Nullable Tensor weight) {
        return weight == null
                ? mseLoss(input, target, reduction)
                : ComposedLosses.weighted(mseLoss(input, target, "none"), weight, reduction);
    }

    /** Mean of |input - target|. */
    public static Tensor l1Loss(Tensor input, Tensor target) {
        return l1Loss(input, target, "mean");
    }

    /** |input - target|. */
    public static Tensor l1Loss(Tensor input, Tensor target, String reduction) {
        if (Autocasting.applies("l1_loss", input)) {
            return Autocasting.run("l1_loss", in -> l1Loss(in[0], in[1], reduction), input, target);
        }
        return ComposedLosses.reduce(input.sub(target).abs(), reduction);
    }

    /** {@link #l1Loss(Tensor, Tensor, String)}, each term times a weight; the mean divides by the sum of weights. */
    public static Tensor l1Loss(Tensor input, Tensor target, String reduction, @Nullable Tensor weight) {
        return weight == null
                ? l1Loss(input, target, reduction)
                : ComposedLosses.weighted(l1Loss(input, target, "none"), weight, reduction);
    }

    /** Quadratic below beta, linear above: 0.5 d^2 / beta, else |d| - 0.5 beta. */
    public static Tensor smoothL1Loss(Tensor input, Tensor target, String reduction, double beta) {
        return ElementwiseLosses.smoothL1(input, target, reduction, beta);
    }

    /** Quadratic up to delta, linear above: 0.5 d^2, else delta (|d| - 0.5 delta). */
    public static Tensor huberLoss(Tensor input, Tensor target, String reduction, double delta) {
        return ElementwiseLosses.huber(input, target, reduction, delta);
    }

    /** {@link #huberLoss(Tensor, Tensor, String, double)}, each term times a weight. */
    public static Tensor huberLoss(
            Tensor input, Tensor target, String reduction, double delta, @Nullable Tensor weight) {
        return weight == null
                ? huberLoss(input, target, reduction, delta)
                : ComposedLosses.weighted(huberLoss(input, target, "none", delta), weight, reduction);
    }

    /** Mean of -(y ln x + (1 - y) ln(1 - x)). */
    public static Tensor binaryCrossEntropy(Tensor input, Tensor target) {
        return binaryCrossEntropy(input, target, null, "mean");
    }

    /** -(y ln x + (1 - y) ln(1 - x)) of probabilities. */
    public static Tensor binaryCrossEntropy(Tensor input, Tensor target, @Nullable Tensor weight, String reduction) {
        return ElementwiseLosses.binaryCrossEntropy(input, target, weight, reduction);
    }

    /** Mean of the binary cross entropy of sigmoid(input). */
    public static Tensor binaryCrossEntropyWithLogits(Tensor input, Tensor target) {
        return binaryCrossEntropyWithLogits(input, target, null, "mean", null);
    }

    /**
     * The binary cross entropy of sigmoid(input), computed stably.
     *
     * @param posWeight factor for the terms of positive targets, or null
     */
    public static Tensor binaryCrossEntropyWithLogits(
            Tensor input, Tensor target, @Nullable Tensor weight, String reduction, @Nullable Tensor posWeight) {
        return ElementwiseLosses.binaryCrossEntropyWithLogits(input, target, weight, reduction, posWeight);
    }

    /**
     * Kullback-Leibler divergence of log-probabilities from a target.
     *
     * @param reduction {@code "batchmean"} too: the sum divided by the size of the batch
     * @param logTarget whether the target holds logarithms
     */
    public static Tensor klDiv(Tensor input, Tensor target, String reduction, boolean logTarget) {
        return ComposedLosses.klDiv(input, target, reduction, logTarget);
    }

    /** Negative log-likelihood of counts under Poisson distributions. */
    public static Tensor poissonNllLoss(
            Tensor input, Tensor target, boolean logInput, boolean full, double eps, String reduction) {
        return ComposedLosses.poissonNll(input, target, logInput, full, eps, reduction);
    }

    /** Negative log-likelihood under normal distributions with means {@code input} and variances {@code var}. */
    public static Tensor gaussianNllLoss(
            Tensor input, Tensor target, Tensor var, boolean full, double eps, String reduction) {
        return ComposedLosses.gaussianNll(input, target, var, full, eps, reduction);
    }

    /** x where the target is 1, max(0, margin - x) where it is -1. */
    public static Tensor hingeEmbeddingLoss(Tensor input, Tensor target, double margin, String reduction) {
        return ComposedLosses.hingeEmbedding(input, target, margin, reduction);
    }

    /** 1 - cos where the target is 1, max(0, cos - margin) where it is -1. */
    public static Tensor cosineEmbeddingLoss(
            Tensor input1, Tensor input2, Tensor target, double margin, String reduction) {
        return ComposedLosses.cosineEmbedding(input1, input2, target, margin, reduction);
    }

    /** max(0, -target (input1 - input2) + margin). */
    public static Tensor marginRankingLoss(
            Tensor input1, Tensor input2, Tensor target, double margin, String reduction) {
        return ComposedLosses.marginRanking(input1, input2, target, margin, reduction);
    }

    /** max(0, d(anchor, positive) - d(anchor, negative) + margin) with p-norm distances. */
    public static Tensor tripletMarginLoss(
            Tensor anchor,
            Tensor positive,
            Tensor negative,
            double margin,
            double p,
            double eps,
            boolean swap,
            String reduction) {
        if (Autocasting.applies("triplet_margin_loss", anchor)) {
            return Autocasting.run(
                    "triplet_margin_loss",
                    in -> tripletMarginLoss(in[0], in[1], in[2], margin, p, eps, swap, reduction),
                    anchor,
                    positive,
                    negative);
        }
        return ComposedLosses.tripletMargin(
                anchor, positive, negative, (a, b) -> pairwiseDistance(a, b, p, eps, false), margin, swap, reduction);
    }

    /** The same with any distance. */
    public static Tensor tripletMarginWithDistanceLoss(
            Tensor anchor,
            Tensor positive,
            Tensor negative,
            BinaryOperator<Tensor> distance,
            double margin,
            boolean swap,
            String reduction) {
        return ComposedLosses.tripletMargin(anchor, positive, negative, distance, margin, swap, reduction);
    }

    /** {@link #tripletMarginWithDistanceLoss(Tensor, Tensor, Tensor, BinaryOperator, double, boolean, String)}, Euclidean. */
    public static Tensor tripletMarginWithDistanceLoss(
            Tensor anchor, Tensor positive, Tensor negative, double margin, boolean swap, String reduction) {
        BinaryOperator<Tensor> distance = (a, b) -> Functional.pairwiseDistance(a, b, 2, 1e-6, false);
        return ComposedLosses.tripletMargin(anchor, positive, negative, distance, margin, swap, reduction);
    }

    /** ln(1 + e^(-target input)). */
    public static Tensor softMarginLoss(Tensor input, Tensor target, String reduction) {
        return ElementwiseLosses.softMargin(input, target, reduction);
    }

    /** Mean over classes of max(0, margin - x[y] + x[i])^p, p 1 or 2. */
    public static Tensor multiMarginLoss(
            Tensor input, Tensor target, int p, double margin, @Nullable Tensor weight, String reduction) {
        return MarginLosses.multiMargin(input, target, p, margin, weight, reduction);
    }

    /** Hinge loss over several labels per row; labels end at the first -1. */
    public static Tensor multilabelMarginLoss(Tensor input, Tensor target, String reduction) {
        return MarginLosses.multilabelMargin(input, target, reduction);
    }

    /** Mean over classes of the binary cross entropy of sigmoid(input). */
    public static Tensor multilabelSoftMarginLoss(
            Tensor input, Tensor target, @Nullable Tensor weight, String reduction) {
        return ComposedLosses.multilabelSoftMargin(input, target, weight, reduction);
    }

    /** Cosine of the angle between vectors along dimension 1. */
    public static Tensor cosineSimilarity(Tensor x1, Tensor x2) {
        return cosineSimilarity(x1, x2, 1, 1e-8);
    }

    /** Cosine of the angle between vectors along a dimension; norms count as at least eps. */
    public static Tensor cosineSimilarity(Tensor x1, Tensor x2, int dim, double eps) {
        return ComposedLosses.cosineSimilarity(x1, x2, dim, eps);
    }

    /** The p-norm of x1 - x2 + eps over the last dimension. */
    public static Tensor pairwiseDistance(Tensor x1, Tensor x2, double p, double eps, boolean keepDim) {
        return Norms.distance(x1.sub(x2).add(eps), p, keepDim);
    }

    /** {@link #ctcLoss(Tensor, Tensor, long[], long[], long, String, boolean)}: mean, class 0 for blanks. */
    public static Tensor ctcLoss(Tensor logProbs, Tensor targets, Tensor inputLengths, Tensor targetLengths) {
        return ctcLoss(logProbs, targets, inputLengths, targetLengths, 0, "mean", false);
    }

    /** {@link #ctcLoss(Tensor, Tensor, long[], long[], long, String, boolean)} with lengths in tensors. */
    public static Tensor ctcLoss(
            Tensor logProbs,
            Tensor targets,
            Tensor inputLengths,
            Tensor targetLengths,
            long blank,
            String reduction,
            boolean zeroInfinity) {
        long[] inputs = inputLengths.toLongArray();
        return ctcLoss(logProbs, targets, inputs, targetLengths.toLongArray(), blank, reduction, zeroInfinity);
    }

    /**
     * Connectionist temporal classification: minus the log-likelihood of targets over all alignments.
     *
     * @param logProbs (T, N, C) or (T, C), out of a log-softmax
     * @param targets (N, S), or the targets of all sequences one after the other
     * @param inputLengths for each sequence, how many of the T steps count
     * @param targetLengths for each sequence, how many labels its target has
     * @param blank the class between labels
     * @param zeroInfinity true for a loss of 0 where the input is too short for its target
     */
    public static Tensor ctcLoss(
            Tensor logProbs,
            Tensor targets,
            long[] inputLengths,
            long[] targetLengths,
            long blank,
            String reduction,
            boolean zeroInfinity) {
        return CtcLoss.loss(logProbs, targets, inputLengths, targetLengths, blank, reduction, zeroInfinity);
    }

    /**
     * {@code crossEntropy(linear(input, weight, bias), target)}.
     *
     * @param linearWeight (C, features), or (C, d1, ..., features) for targets of more dimensions
     * @param ignoreIndex class that counts nothing, -100 when null
     */
    public static Tensor linearCrossEntropy(
            Tensor input,
            Tensor linearWeight,
            Tensor target,
            @Nullable Tensor linearBias,
            @Nullable Tensor weight,
            String reduction,
            @Nullable Long ignoreIndex,
            double labelSmoothing) {
        long[] sizes = linearWeight.shape().toArray();
        if (sizes.length < 2 || input.dim() == 0) {
            throw new ShapeException(
                    "linear_cross_entropy: expected a weight of at least 2 dimensions and an input of at"
                            + " least 1, got " + linearWeight.shape() + " and " + input.shape());
        }
        long features = sizes[sizes.length - 1];
        Tensor flat = sizes.length == 2 ? linearWeight : linearWeight.reshape(-1, features);
        Tensor bias = linearBias == null || linearBias.dim() == 1 ? linearBias : linearBias.reshape(-1);
        Tensor logits = Functional.linear(input, flat, bias);
        if (sizes.length > 2) {
            long[] shape = sizes.clone();
            shape[0] = input.size(0);
            System.arraycopy(sizes, 0, shape, 1, sizes.length - 1);
            logits = logits.reshape(shape);
        }
        long ignored = ignoreIndex == null ? -100 : ignoreIndex;
        return Functional.crossEntropy(logits, target, weight, ignored, reduction, labelSmoothing);
    }
}
