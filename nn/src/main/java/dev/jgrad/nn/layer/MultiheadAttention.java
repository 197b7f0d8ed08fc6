package dev.jgrad.nn.layer;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.init.Init;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets every position of a sequence look at all positions of another one, with several heads: (target, batch, embedDim) and
 * (source, batch, embedDim). Vaswani and others 2017; {@code torch.nn.MultiheadAttention}. {@link #call} returns the output
 * alone, {@link #outputs} the weights too.
 */
public final class MultiheadAttention extends Module {
    /**
     * What PyTorch names by keyword.
     *
     * @param dropout probability of zeros among the weights in training
     * @param bias adds learned numbers in the projections
     * @param addBiasKv appends a learned position to keys and values
     * @param addZeroAttn appends a position of zeros to keys and values
     * @param kdim features of keys, or null for embedDim
     * @param vdim features of values, or null for embedDim
     * @param batchFirst takes (batch, position, features)
     */
    public record Options(
            double dropout,
            boolean bias,
            boolean addBiasKv,
            boolean addZeroAttn,
            @Nullable Long kdim,
            @Nullable Long vdim,
            boolean batchFirst) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0, true, false, false, null, null, false);

        /** A copy with another dropout. */
        public Options withDropout(double value) {
            return new Options(value, bias, addBiasKv, addZeroAttn, kdim, vdim, batchFirst);
        }

        /** A copy with or without learned summands. */
        public Options withBias(boolean value) {
            return new Options(dropout, value, addBiasKv, addZeroAttn, kdim, vdim, batchFirst);
        }

        /** A copy with or without additional positions of keys and values. */
        public Options withAdditional(boolean learned, boolean zero) {
            return new Options(dropout, bias, learned, zero, kdim, vdim, batchFirst);
        }

        /** A copy with other numbers of features of keys and values. */
        public Options withFeatures(@Nullable Long ofKeys, @Nullable Long ofValues) {
            return new Options(dropout, bias, addBiasKv, addZeroAttn, ofKeys, ofValues, batchFirst);
        }

        /** A copy with another order of dimensions. */
        public Options withBatchFirst(boolean value) {
            return new Options(dropout, bias, addBiasKv, addZeroAttn, kdim, vdim, value);
        }
    }

    /**
     * What attention returns.
     *
     * @param output what was seen, in the shape of the query
     * @param weights how much each target saw of each source, (batch, target, source), or by head (batch, heads, target,
     *     source); null where nobody asked for them
     */
    public record Output(Tensor output, @Nullable Tensor weights) {}

    private final long embedDim;
    private final long numHeads;
    private final Options options;
    private @Nullable Tensor inProjWeight;
    private @Nullable Tensor qProjWeight;
    private @Nullable Tensor kProjWeight;
    private @Nullable Tensor vProjWeight;
    private @Nullable Tensor inProjBias;
    private @Nullable Tensor biasK;
    private @Nullable Tensor biasV;
    private Linear outProj;

    /** With PyTorch's defaults. */
    public MultiheadAttention(long embedDim, long numHeads) {
        this(embedDim, numHeads, Options.DEFAULT);
    }

    /** With all settings. */
    public MultiheadAttention(long embedDim, long numHeads, Options options) {
        if (embedDim <= 0 || numHeads <= 0) {
            throw new ArgumentException("embed_dim and num_heads must be greater than 0, got embed_dim=" + embedDim
                    + " and num_heads=" + numHeads + " instead");
        }
        if (embedDim % numHeads != 0) {
            throw new ArgumentException("embed_dim must be divisible by num_heads");
        }
        this.embedDim = embedDim;
        this.numHeads = numHeads;
        this.options = options;
        long kdim = Objects.requireNonNullElse(options.kdim, embedDim);
        long vdim = Objects.requireNonNullElse(options.vdim, embedDim);
        if (kdim == embedDim && vdim == embedDim) {
            inProjWeight = registerParameter("in_proj_weight", Tensors.empty(3 * embedDim, embedDim));
            Init.xavierUniform_(inProjWeight);
        } else {
            qProjWeight = registerParameter("q_proj_weight", Init.xavierUniform_(Tensors.empty(embedDim, embedDim)));
            kProjWeight = registerParameter("k_proj_weight", Init.xavierUniform_(Tensors.empty(embedDim, kdim)));
            vProjWeight = registerParameter("v_proj_weight", Init.xavierUniform_(Tensors.empty(embedDim, vdim)));
        }
        if (options.bias) {
            inProjBias = registerParameter("in_proj_bias", Tensors.zeros(3 * embedDim));
        }
        outProj = registerModule("out_proj", new NonDynamicallyQuantizableLinear(embedDim, embedDim, options.bias));
        Tensor outBias = outProj.bias();
        if (outBias != null) {
            Init.zeros_(outBias);
        }
        if (options.addBiasKv) {
            biasK = registerParameter("bias_k", Init.xavierNormal_(Tensors.empty(1, 1, embedDim)));
            biasV = registerParameter("bias_v", Init.xavierNormal_(Tensors.empty(1, 1, embedDim)));
        }
    }

    /** Output and weights averaged over the heads. */
    public Output outputs(Tensor query, Tensor key, Tensor value) {
        return outputs(query, key, value, AttentionMasks.NONE, true, true);
    }

    /**
     * With masks.
     *
     * @param needWeights return the weights; without them it is faster
     * @param averageWeights the mean of the weights of all heads instead of each
     */
    public Output outputs(
            Tensor query, Tensor key, Tensor value, AttentionMasks masks, boolean needWeights, boolean averageWeights) {
        List<@Nullable Tensor> results = callAll(
                Arrays.asList(query, key, value, masks.keyPadding(), masks.attention()),
                inputs -> compute(inputs, needWeights, averageWeights));
        return new Output(Objects.requireNonNull(results.get(0)), results.get(1));
    }

    /** Takes query, key, value and, optionally, the masks of {@link AttentionMasks} in their order. */
    @Override
    protected List<@Nullable Tensor> forwardAll(List<@Nullable Tensor> inputs) {
        return compute(inputs, true, true);
    }

    private List<@Nullable Tensor> compute(List<@Nullable Tensor> inputs, boolean needWeights, boolean average) {
        @Nullable Tensor[] given = inputs.toArray(Tensor[]::new);
        Inputs.check(this, given, 3, 5);
        Tensor query = positionsFirst(given[0]);
        Tensor key = given[1] == given[0] ? query : positionsFirst(given[1]);
        Tensor value = given[2] == given[1] ? key : positionsFirst(given[2]);
        boolean separate = inProjWeight == null;
        var out = Functional.multiHeadAttentionForward(
                query,
                key,
                value,
                embedDim,
                numHeads,
                inProjWeight,
                inProjBias,
                biasK,
                biasV,
                options.addZeroAttn,
                options.dropout,
                outProj.weight(),
                outProj.bias(),
                isTraining(),
                Inputs.optional(given, 3),
                needWeights,
                Inputs.optional(given, 4),
                separate,
                qProjWeight,
                kProjWeight,
                vProjWeight,
                average,
                false);
        Tensor seen = batchesFirst(query) ? out.output().transpose(0, 1) : out.output();
        return Arrays.asList(seen, out.weights());
    }

    private boolean batchesFirst(Tensor t) {
        return options.batchFirst && t.dim() == 3;
    }

    private Tensor positionsFirst(Tensor t) {
        return batchesFirst(t) ? t.transpose(0, 1) : t;
    }
}
