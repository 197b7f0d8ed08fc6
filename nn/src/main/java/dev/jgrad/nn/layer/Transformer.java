package dev.jgrad.nn.layer;

import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.init.Init;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** An encoder and a decoder. Vaswani and others 2017; {@code torch.nn.Transformer}. */
public final class Transformer extends Module {
    private final long dModel;
    private Module encoder;
    private Module decoder;

    /** 512 features, 8 heads, 6 layers on both sides. */
    public Transformer() {
        this(512, 8, 6, 6, TransformerOptions.DEFAULT);
    }

    /** With all settings. */
    public Transformer(
            long dModel, long nhead, int numEncoderLayers, int numDecoderLayers, TransformerOptions options) {
        this.dModel = dModel;
        encoder = registerModule(
                "encoder",
                new TransformerEncoder(
                        new TransformerEncoderLayer(dModel, nhead, options), numEncoderLayers, options.norm(dModel)));
        decoder = registerModule(
                "decoder",
                new TransformerDecoder(
                        new TransformerDecoderLayer(dModel, nhead, options), numDecoderLayers, options.norm(dModel)));
        for (Tensor parameter : parameters()) {
            if (parameter.dim() > 1) {
                Init.xavierUniform_(parameter);
            }
        }
    }

    /**
     * Takes source and target and, optionally, the masks of PyTorch in its order: source mask, target mask, memory mask,
     * source key padding mask, target key padding mask, memory key padding mask.
     */
    @Override
    public Tensor forward(@Nullable Tensor... inputs) {
        Inputs.check(this, inputs, 2, 8);
        if (inputs[0].size(-1) != dModel || inputs[1].size(-1) != dModel) {
            throw new ShapeException("the feature number of src and tgt must be equal to d_model");
        }
        Tensor memory = encoder.call(inputs[0], Inputs.optional(inputs, 2), Inputs.optional(inputs, 5));
        return decoder.call(
                inputs[1],
                memory,
                Inputs.optional(inputs, 3),
                Inputs.optional(inputs, 4),
                Inputs.optional(inputs, 6),
                Inputs.optional(inputs, 7));
    }

    /** A mask that hides the future: 0 on and below the diagonal, minus infinity above, (size, size). */
    public static Tensor generateSquareSubsequentMask(long size) {
        return Tensors.full(TensorOptions.DEFAULT, Double.NEGATIVE_INFINITY, size, size)
                .triu(1);
    }
}
