package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.op.Attention;
import dev.jgrad.op.Autocasting;
import dev.jgrad.op.Dropout;
import dev.jgrad.op.Embedding;
import dev.jgrad.op.GroupedProducts;
import dev.jgrad.op.MultiHeadAttention;
import org.jspecify.annotations.Nullable;

/** Embedding, attention and dropout among {@link Functional}, which is the name to use. */
public abstract sealed class SequenceFunctions extends LossFunctions permits ImageFunctions {
    SequenceFunctions() {}

    /** Rows of a table: {@code weight[input]}. */
    public static Tensor embedding(Tensor input, Tensor weight) {
        return embedding(input, weight, null, null, 2, false);
    }

    /**
     * Rows of a table.
     *
     * @param input positions, int64 or int32
     * @param weight the table [rows, width]
     * @param paddingIdx row that gets no gradient, or null
     * @param maxNorm rows that are used are first scaled down, in place, to at most this norm; or null
     * @param normType the p of that norm
     * @param scaleGradByFreq divide a row's gradient by how often it occurs in the input
     * @throws dev.jgrad.data.IndexException for a position outside of the table
     */
    public static Tensor embedding(
            Tensor input,
            Tensor weight,
            @Nullable Long paddingIdx,
            @Nullable Double maxNorm,
            double normType,
            boolean scaleGradByFreq) {
        return Embedding.embedding(input, weight, paddingIdx, maxNorm, normType, scaleGradByFreq);
    }

    /**
     * Sums, means or maxima of rows of a table over bags.
     *
     * @param input [bags, n], or [n] with {@code offsets}
     * @param offsets where each bag starts, or null
     * @param mode {@code "sum"}, {@code "mean"} or {@code "max"}
     * @param perSampleWeights factors for mode sum, or null
     * @param includeLastOffset whether the last offset is the end of the last bag
     * @param paddingIdx position that does not count, or null
     */
    public static Tensor embeddingBag(
            Tensor input,
            Tensor weight,
            @Nullable Tensor offsets,
            @Nullable Double maxNorm,
            double normType,
            boolean scaleGradByFreq,
            String mode,
            @Nullable Tensor perSampleWeights,
            boolean includeLastOffset,
            @Nullable Long paddingIdx) {
        return Embedding.bag(
                input,
                weight,
                offsets,
                maxNorm,
                normType,
                scaleGradByFreq,
                mode,
                perSampleWeights,
                includeLastOffset,
                paddingIdx);
    }

    /** {@link #oneHot(Tensor, long)} with as many classes as the greatest value asks for. */
    public static Tensor oneHot(Tensor input) {
        return Embedding.oneHot(input, -1);
    }

    /** Zeros with a one at each class, in a new last dimension; int64. */
    public static Tensor oneHot(Tensor input, long numClasses) {
        return Embedding.oneHot(input, numClasses);
    }

    /** softmax(query @ key.T / sqrt(width)) @ value. */
    public static Tensor scaledDotProductAttention(Tensor query, Tensor key, Tensor value) {
        return Attention.scaledDotProduct(query, key, value, null, 0, false, null, false);
    }

    /**
     * Attention over [*, length, width]. Source: Vaswani et al. 2017.
     *
     * @param attnMask bool (true takes part) or floating (added to the scores), broadcast to the scores; or null
     * @param dropoutP probability with which a weight is dropped
     * @param isCausal each position sees itself and those before it; not together with a mask
     * @param scale factor of the scores, or null for 1 / sqrt(width)
     * @param enableGqa repeat heads of key and value to match those of the query
     */
    public static Tensor scaledDotProductAttention(
            Tensor query,
            Tensor key,
            Tensor value,
            @Nullable Tensor attnMask,
            double dropoutP,
            boolean isCausal,
            @Nullable Double scale,
            boolean enableGqa) {
        return Attention.scaledDotProduct(query, key, value, attnMask, dropoutP, isCausal, scale, enableGqa);
    }

    /** {@link #dropout(Tensor, double, boolean)} when training, with probability 0.5. */
    public static Tensor dropout(Tensor input) {
        return dropout(input, 0.5, true);
    }

    /** {@link #dropout(Tensor, double, boolean)} when training. */
    public static Tensor dropout(Tensor input, double p) {
        return dropout(input, p, true);
    }

    /** Sets elements to zero with probability p and scales the others by 1 / (1 - p); nothing when not training. */
    public static Tensor dropout(Tensor input, double p, boolean training) {
        return Dropout.dropout(input, check(p), training, Generator.defaultGenerator());
    }

    /** {@link #dropout(Tensor, double, boolean)} in place. */
    public static Tensor dropout_(Tensor input, double p, boolean training) {
        return Dropout.dropout_(input, check(p), training, Generator.defaultGenerator());
    }

    /** {@link #dropout(Tensor, double, boolean)} of whole channels of [N, C, L] or [C, L]. */
    public static Tensor dropout1d(Tensor input, double p, boolean training) {
        return Dropout.channels(input, check(p), training, 1, Generator.defaultGenerator());
    }

    /** {@link #dropout(Tensor, double, boolean)} of whole channels of [N, C, H, W]. */
    public static Tensor dropout2d(Tensor input, double p, boolean training) {
        return Dropout.channels(input, check(p), training, 2, Generator.defaultGenerator());
    }

    /** {@link #dropout(Tensor, double, boolean)} of whole channels of [N, C, D, H, W]. */
    public static Tensor dropout3d(Tensor input, double p, boolean training) {
        return Dropout.channels(input, check(p), training, 3, Generator.defaultGenerator());
    }

    /** Dropout that keeps mean and variance of self-normalising networks. Source: Klambauer et al. 2017. */
    public static Tensor alphaDropout(Tensor input, double p, boolean training) {
        return Dropout.alpha(input, check(p), training, false, Generator.defaultGenerator());
    }

    /** {@link #alphaDropout} of whole channels. */
    public static Tensor featureAlphaDropout(Tensor input, double p, boolean training) {
        return Dropout.alpha(input, check(p), training, true, Generator.defaultGenerator());
    }

    /** {@link #alphaDropout} in place. */
    public static Tensor alphaDropout_(Tensor input, double p, boolean training) {
        return Dropout.alpha_(input, check(p), training, false, Generator.defaultGenerator());
    }

    /** {@link #featureAlphaDropout} in place. */
    public static Tensor featureAlphaDropout_(Tensor input, double p, boolean training) {
        return Dropout.alpha_(input, check(p), training, true, Generator.defaultGenerator());
    }

    private static double check(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new ArgumentException("dropout probability has to be between 0 and 1, but got " + p);
        }
        return p;
    }

    /** x1 W x2 for each output: [*, in1], [*, in2] and weight [out, in1, in2]. */
    public static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, @Nullable Tensor bias) {
        return Attention.bilinear(input1, input2, weight, bias);
    }

    /**
     * A matrix product for each group, as experts compute them that get different numbers of tokens: for (n, k) and
     * (g, k, m) the rows of the first operand are cut into groups, for (g, n, k) and (k, m) the columns of the second, for
     * (n, k) and (k, m) the dimension that is summed over, which gives (g, n, m); two batches are multiplied as by bmm. What
     * lies behind the last group gives zeros. {@code torch.nn.functional.grouped_mm}; float64 works here too.
     *
     * @param offs int32, where each group ends; null where both operands have three dimensions
     * @throws ArgumentException when offsets are missing, too many, fall or go beyond the end
     * @throws ShapeException when sizes do not match
     */
    public static Tensor groupedMm(Tensor matA, Tensor matB, @Nullable Tensor offs) {
        return GroupedProducts.groupedMm(matA, matB, offs);
    }

    /** The p-norm distances between all pairs of rows of a matrix, each pair once. */
    public static Tensor pdist(Tensor input, double p) {
        if (Autocasting.applies("pdist", input)) {
            return Autocasting.run("pdist", in -> pdist(in[0], p), input);
        }
        if (input.dim() != 2) {
            throw new ShapeException("pdist only supports 2D tensors, got: " + input.dim() + "D");
        }
        if (!(p >= 0)) {
            throw new ArgumentException("pdist only supports non-negative p values");
        }
        Tensor pairs = Tensors.triuIndices(input.size(0), input.size(0), 1, TensorOptions.DEFAULT)
                .to(input.device());
        Tensor first = input.indexSelect(0, pairs.select(0, 0));
        return first.sub(input.indexSelect(0, pairs.select(0, 1))).norm(p, new int[] {1}, false);
    }

    /** Attention's output, and how much each target saw of each source; null where nobody asked for that. */
    public record AttentionOutput(Tensor output, @Nullable Tensor weights) {}

    /**
     * Attention with several heads over (position, batch, features); what {@code nn.MultiheadAttention} computes. Masks of bools are
     * true where looking is forbidden, masks of numbers are added to the scores.
     *
     * @param inProjWeight (3 E, E), or null with {@code useSeparateProjWeight}
     * @param isCausal a hint that {@code attnMask} is causal; without a mask it is an error
     */
    public static AttentionOutput multiHeadAttentionForward(
            Tensor query,
            Tensor key,
            Tensor value,
            long embedDimToCheck,
            long numHeads,
            @Nullable Tensor inProjWeight,
            @Nullable Tensor inProjBias,
            @Nullable Tensor biasK,
            @Nullable Tensor biasV,
            boolean addZeroAttn,
            double dropoutP,
            Tensor outProjWeight,
            @Nullable Tensor outProjBias,
            boolean training,
            @Nullable Tensor keyPaddingMask,
            boolean needWeights,
            @Nullable Tensor attnMask,
            boolean useSeparateProjWeight,
            @Nullable Tensor qProjWeight,
            @Nullable Tensor kProjWeight,
            @Nullable Tensor vProjWeight,
            boolean averageAttnWeights,
            boolean isCausal) {
        if (isCausal && attnMask == null) {
            throw new ArgumentException("Need attn_mask if specifying the is_causal hint.");
        }
        var weights = new MultiHeadAttention.Weights(
                useSeparateProjWeight ? null : inProjWeight,
                qProjWeight,
                kProjWeight,
                vProjWeight,
                inProjBias,
                biasK,
                biasV,
                addZeroAttn,
                outProjWeight,
                outProjBias);
        var pass = new MultiHeadAttention(query, key, value, embedDimToCheck, numHeads, weights);
        @Nullable
        Tensor[] r = pass.run(keyPaddingMask, attnMask, training ? dropoutP : 0, needWeights, averageAttnWeights);
        return new AttentionOutput(java.util.Objects.requireNonNull(r[0]), r[1]);
    }
}
