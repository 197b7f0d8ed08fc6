package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * What PyTorch names by keyword for the layers of a transformer.
 *
 * @param dimFeedforward features inside the feed-forward part
 * @param dropout probability of zeros in training
 * @param activation the function inside the feed-forward part
 * @param layerNormEps added to variances
 * @param batchFirst takes (batch, position, features)
 * @param normFirst normalises before attention and feed-forward part instead of after
 * @param bias adds learned numbers
 */
public record TransformerOptions(
        long dimFeedforward,
        double dropout,
        UnaryOperator<Tensor> activation,
        double layerNormEps,
        boolean batchFirst,
        boolean normFirst,
        boolean bias) {
    /** PyTorch's defaults. */
    public static final TransformerOptions DEFAULT =
            new TransformerOptions(2048, 0.1, Functional::relu, 1e-5, false, false, true);

    /** Whether the function inside is one of the caller's own. */
    boolean callsBack() {
        return activation != DEFAULT.activation;
    }

    /** A copy with another number of inner features. */
    public TransformerOptions withDimFeedforward(long value) {
        return new TransformerOptions(value, dropout, activation, layerNormEps, batchFirst, normFirst, bias);
    }

    /** A copy with another dropout. */
    public TransformerOptions withDropout(double value) {
        return new TransformerOptions(dimFeedforward, value, activation, layerNormEps, batchFirst, normFirst, bias);
    }

    /** A copy with another function, such as {@code Functional::gelu}. */
    public TransformerOptions withActivation(UnaryOperator<Tensor> value) {
        return new TransformerOptions(dimFeedforward, dropout, value, layerNormEps, batchFirst, normFirst, bias);
    }

    /** A copy with another summand of variances. */
    public TransformerOptions withLayerNormEps(double value) {
        return new TransformerOptions(dimFeedforward, dropout, activation, value, batchFirst, normFirst, bias);
    }

    /** A copy with another order of dimensions. */
    public TransformerOptions withBatchFirst(boolean value) {
        return new TransformerOptions(dimFeedforward, dropout, activation, layerNormEps, value, normFirst, bias);
    }

    /** A copy that normalises before or after. */
    public TransformerOptions withNormFirst(boolean value) {
        return new TransformerOptions(dimFeedforward, dropout, activation, layerNormEps, batchFirst, value, bias);
    }

    /** A copy with or without learned summands. */
    public TransformerOptions withBias(boolean value) {
        return new TransformerOptions(dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst, value);
    }

    MultiheadAttention attention(long dModel, long heads) {
        return new MultiheadAttention(
                dModel,
                heads,
                MultiheadAttention.Options.DEFAULT
                        .withDropout(dropout)
                        .withBias(bias)
                        .withBatchFirst(batchFirst));
    }

    LayerNorm norm(long dModel) {
        return new LayerNorm(new long[] {dModel}, layerNormEps, true, bias);
    }
}
