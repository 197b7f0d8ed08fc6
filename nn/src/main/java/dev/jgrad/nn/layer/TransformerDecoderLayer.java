package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Self-attention, attention to an encoder's result and a feed-forward part. Vaswani and others 2017; {@code
 * torch.nn.TransformerDecoderLayer}.
 */
public final class TransformerDecoderLayer extends Module {
    private final long dModel;
    private final long nhead;
    private final TransformerOptions options;
    private MultiheadAttention selfAttn;
    private MultiheadAttention multiheadAttn;
    private Linear linear1;
    private Dropout dropout;
    private Linear linear2;
    private LayerNorm norm1;
    private LayerNorm norm2;
    private LayerNorm norm3;
    private Dropout dropout1;
    private Dropout dropout2;
    private Dropout dropout3;

    /** With PyTorch's defaults. */
    public TransformerDecoderLayer(long dModel, long nhead) {
        this(dModel, nhead, TransformerOptions.DEFAULT);
    }

    /** With all settings. */
    public TransformerDecoderLayer(long dModel, long nhead, TransformerOptions options) {
        this.dModel = dModel;
        this.nhead = nhead;
        this.options = options;
        selfAttn = registerModule("self_attn", options.attention(dModel, nhead));
        multiheadAttn = registerModule("multihead_attn", options.attention(dModel, nhead));
        linear1 = registerModule("linear1", new Linear(dModel, options.dimFeedforward(), options.bias()));
        dropout = registerModule("dropout", new Dropout(options.dropout()));
        linear2 = registerModule("linear2", new Linear(options.dimFeedforward(), dModel, options.bias()));
        norm1 = registerModule("norm1", options.norm(dModel));
        norm2 = registerModule("norm2", options.norm(dModel));
        norm3 = registerModule("norm3", options.norm(dModel));
        dropout1 = registerModule("dropout1", new Dropout(options.dropout()));
        dropout2 = registerModule("dropout2", new Dropout(options.dropout()));
        dropout3 = registerModule("dropout3", new Dropout(options.dropout()));
    }

    /** A layer with the same settings and the same numbers in parameters of its own. */
    TransformerDecoderLayer copy() {
        TransformerDecoderLayer copy = new TransformerDecoderLayer(dModel, nhead, options);
        copy.loadStateDict(stateDict());
        copy.train(isTraining());
        return copy;
    }

    /**
     * Takes the target sequence, the encoder's result ("memory") and, optionally, the masks of PyTorch in its order: target
     * mask, memory mask, target key padding mask, memory key padding mask.
     */
    @Override
    public Tensor forward(@Nullable Tensor... inputs) {
        Inputs.check(this, inputs, 2, 6);
        Tensor memory = inputs[1];
        AttentionMasks own = new AttentionMasks(Inputs.optional(inputs, 4), Inputs.optional(inputs, 2));
        AttentionMasks across = new AttentionMasks(Inputs.optional(inputs, 5), Inputs.optional(inputs, 3));
        Tensor x = inputs[0];
        if (options.normFirst()) {
            x = x.add(attend(norm1.call(x), own));
            x = x.add(attend(norm2.call(x), memory, across));
            return x.add(feedForward(norm3.call(x)));
        }
        x = norm1.call(x.add(attend(x, own)));
        x = norm2.call(x.add(attend(x, memory, across)));
        return norm3.call(x.add(feedForward(x)));
    }

    private Tensor attend(Tensor x, AttentionMasks masks) {
        return dropout1.call(selfAttn.outputs(x, x, x, masks, false, true).output());
    }

    private Tensor attend(Tensor x, Tensor memory, AttentionMasks masks) {
        return dropout2.call(
                multiheadAttn.outputs(x, memory, memory, masks, false, true).output());
    }

    @Override
    protected boolean callsBack() {
        return options.callsBack();
    }

    private Tensor feedForward(Tensor x) {
        Tensor inner = options.activation().apply(linear1.call(x));
        return dropout3.call(linear2.call(dropout.call(inner)));
    }
}
