package dev.jgrad.nn.layer;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.nn.init.Init;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** Looks up learned vectors by number: int64 (*) to (*, embeddingDim). {@code torch.nn.Embedding}. */
public final class Embedding extends Module {
    /**
     * What PyTorch names by keyword.
     *
     * @param paddingIdx a row that starts as zeros and gets no gradient, or null
     * @param maxNorm rows that are looked up and longer than this are shortened, or null
     * @param normType the p of that norm
     * @param scaleGradByFreq divides the gradient of a row by how often it was looked up
     */
    public record Options(
            @Nullable Long paddingIdx, @Nullable Double maxNorm, double normType, boolean scaleGradByFreq) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(null, null, 2, false);

        /** A copy with a padding row. */
        public Options withPaddingIdx(long value) {
            return new Options(value, maxNorm, normType, scaleGradByFreq);
        }

        /** A copy that shortens rows. */
        public Options withMaxNorm(double value) {
            return new Options(paddingIdx, value, normType, scaleGradByFreq);
        }

        /** A copy with another norm. */
        public Options withNormType(double value) {
            return new Options(paddingIdx, maxNorm, value, scaleGradByFreq);
        }

        /** A copy that divides gradients by frequency. */
        public Options withScaleGradByFreq(boolean value) {
            return new Options(paddingIdx, maxNorm, normType, value);
        }
    }

    private final long numEmbeddings;
    private final long embeddingDim;
    private final Options options;
    private Tensor weight;

    /** With normally distributed vectors. */
    public Embedding(long numEmbeddings, long embeddingDim) {
        this(numEmbeddings, embeddingDim, Options.DEFAULT);
    }

    /** With all settings. */
    public Embedding(long numEmbeddings, long embeddingDim, Options options) {
        this(Tensors.empty(numEmbeddings, embeddingDim), options);
        resetParameters();
    }

    private Embedding(Tensor weight, Options options) {
        numEmbeddings = weight.size(0);
        embeddingDim = weight.size(1);
        Long padding = options.paddingIdx;
        if (padding != null && (padding >= numEmbeddings || padding < -numEmbeddings)) {
            throw new ArgumentException("Padding_idx must be within num_embeddings");
        }
        this.options = padding != null && padding < 0 ? options.withPaddingIdx(padding + numEmbeddings) : options;
        this.weight = registerParameter("weight", weight);
    }

    /** With given vectors (numEmbeddings, embeddingDim), frozen or not. {@code Embedding.from_pretrained}. */
    public static Embedding fromPretrained(Tensor vectors, boolean freeze) {
        if (vectors.dim() != 2) {
            throw new ShapeException("Embeddings parameter is expected to be 2-dimensional");
        }
        Embedding embedding = new Embedding(vectors.detach(), Options.DEFAULT);
        embedding.weight.requiresGrad_(!freeze);
        return embedding;
    }

    /** Fills the vectors anew: standard normal, zeros in the padding row. */
    public void resetParameters() {
        Init.normal_(weight, 0, 1);
        Long padding = options.paddingIdx;
        if (padding != null) {
            try (var _ = Grad.disabled()) {
                weight.select(0, padding).fill_(0);
            }
        }
    }

    /** The vectors, (numEmbeddings, embeddingDim). */
    public Tensor weight() {
        return weight;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.embedding(
                input, weight, options.paddingIdx, options.maxNorm, options.normType, options.scaleGradByFreq);
    }

    @Override
    protected String extraRepr() {
        String text = numEmbeddings + ", " + embeddingDim;
        if (options.paddingIdx != null) {
            text += ", padding_idx=" + options.paddingIdx;
        }
        if (options.maxNorm != null) {
            text += ", max_norm=" + Repr.of(options.maxNorm);
        }
        if (options.normType != 2) {
            text += ", norm_type=" + Repr.of(options.normType);
        }
        return options.scaleGradByFreq ? text + ", scale_grad_by_freq=True" : text;
    }
}
