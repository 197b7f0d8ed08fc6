package dev.jgrad.nn.layer;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.nn.init.Init;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sums, means or maxima of learned vectors over bags of numbers. {@code torch.nn.EmbeddingBag}. */
public final class EmbeddingBag extends Module {
    /**
     * What PyTorch names by keyword.
     *
     * @param maxNorm rows that are looked up and longer than this are shortened, or null
     * @param normType the p of that norm
     * @param scaleGradByFreq divides the gradient of a row by how often it was looked up
     * @param mode {@code sum}, {@code mean} or {@code max}
     * @param includeLastOffset whether the last offset is the end of the last bag
     * @param paddingIdx a row that does not count and starts as zeros, or null
     */
    public record Options(
            @Nullable Double maxNorm,
            double normType,
            boolean scaleGradByFreq,
            String mode,
            boolean includeLastOffset,
            @Nullable Long paddingIdx) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(null, 2, false, "mean", false, null);

        /** A copy that combines otherwise. */
        public Options withMode(String value) {
            return new Options(maxNorm, normType, scaleGradByFreq, value, includeLastOffset, paddingIdx);
        }

        /** A copy whose last offset ends the last bag. */
        public Options withIncludeLastOffset(boolean value) {
            return new Options(maxNorm, normType, scaleGradByFreq, mode, value, paddingIdx);
        }

        /** A copy with a padding row. */
        public Options withPaddingIdx(long value) {
            return new Options(maxNorm, normType, scaleGradByFreq, mode, includeLastOffset, value);
        }
    }

    private final long numEmbeddings;
    private final long embeddingDim;
    private final Options options;
    private Tensor weight;

    /** With normally distributed vectors and PyTorch's defaults. */
    public EmbeddingBag(long numEmbeddings, long embeddingDim) {
        this(numEmbeddings, embeddingDim, Options.DEFAULT);
    }

    /** With all settings. */
    public EmbeddingBag(long numEmbeddings, long embeddingDim, Options options) {
        Long padding = options.paddingIdx;
        if (padding != null && (padding >= numEmbeddings || padding < -numEmbeddings)) {
            throw new ArgumentException("padding_idx must be within num_embeddings");
        }
        if (!List.of("sum", "mean", "max").contains(options.mode)) {
            throw new ArgumentException("mode has to be one of sum, mean or max, got " + options.mode);
        }
        this.numEmbeddings = numEmbeddings;
        this.embeddingDim = embeddingDim;
        this.options = padding != null && padding < 0 ? options.withPaddingIdx(padding + numEmbeddings) : options;
        this.weight = registerParameter("weight", Tensors.empty(numEmbeddings, embeddingDim));
        resetParameters();
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

    /** Takes (bags, n), or (n) with offsets, and optionally a factor for each number (mode sum). */
    @Override
    public Tensor forward(@Nullable Tensor... given) {
        Inputs.check(this, given, 1, 3);
        return Functional.embeddingBag(
                Inputs.required(given, 0),
                weight,
                Inputs.optional(given, 1),
                options.maxNorm,
                options.normType,
                options.scaleGradByFreq,
                options.mode,
                Inputs.optional(given, 2),
                options.includeLastOffset,
                options.paddingIdx);
    }

    @Override
    protected String extraRepr() {
        String text = numEmbeddings + ", " + embeddingDim;
        if (options.maxNorm != null) {
            text += ", max_norm=" + Repr.of(options.maxNorm);
        }
        if (options.normType != 2) {
            text += ", norm_type=" + Repr.of(options.normType);
        }
        if (options.scaleGradByFreq) {
            text += ", scale_grad_by_freq=True";
        }
        text += ", mode=" + Repr.of(options.mode);
        return options.paddingIdx == null ? text : text + ", padding_idx=" + options.paddingIdx;
    }
}
