package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Self-attention and a feed-forward part, each with dropout, normalisation and a way around it. Vaswani and others 2017;
 * {@code torch.nn.TransformerEncoderLayer}.
 */
public final class TransformerEncoderLayer extends Module {
    private final long dModel;
    private final long nhead;
    private final TransformerOptions options;
    private MultiheadAttention selfAttn;
    private Linear linear1;
    private Dropout dropout;
    private Linear linear2;
    private LayerNorm norm1;
    private LayerNorm norm2;
    private Dropout dropout1;
    private Dropout dropout2;

    /** With PyTorch's defaults. */
    public TransformerEncoderLayer(long dModel, long nhead) {
        this(dModel, nhead, TransformerOptions.DEFAULT);
    }

    /** With all settings. */
    public TransformerEncoderLayer(long dModel, long nhead, TransformerOptions options) {
        this.dModel = dModel;
        this.nhead = nhead;
        this.options = options;
        selfAttn = registerModule("self_attn", options.attention(dModel, nhead));
        linear1 = registerModule("linear1", new Linear(dModel, options.dimFeedforward(), options.bias()));
        dropout = registerModule("dropout", new Dropout(options.dropout()));
        linear2 = registerModule("linear2", new Linear(options.dimFeedforward(), dModel, options.bias()));
        norm1 = registerModule("norm1", options.norm(dModel));
        norm2 = registerModule("norm2", options.norm(dModel));
        dropout1 = registerModule("dropout1", new Dropout(options.dropout()));
        dropout2 = registerModule("dropout2", new Dropout(options.dropout()));
    }

    /** A layer with the same settings and the same numbers in parameters of its own. */
    TransformerEncoderLayer copy() {
        TransformerEncoderLayer copy = new TransformerEncoderLayer(dModel, nhead, options);
        copy.loadStateDict(stateDict());
        copy.train(isTraining());
        return copy;
    }

    /** Takes the sequence and, optionally, attention mask and key padding mask. */
    @Override
    public Tensor forward(@Nullable Tensor... inputs) {
        Inputs.check(this, inputs, 1, 3);
        AttentionMasks masks = new AttentionMasks(Inputs.optional(inputs, 2), Inputs.optional(inputs, 1));
        Tensor x = inputs[0];
        if (options.normFirst()) {
            x = x.add(attend(norm1.call(x), masks));
            return x.add(feedForward(norm2.call(x)));
        }
        x = norm1.call(x.add(attend(x, masks)));
        return norm2.call(x.add(feedForward(x)));
    }

    @Override
    public Tensor forward(Tensor input) {
        return forward(new Tensor[] {input});
    }

    private Tensor attend(Tensor x, AttentionMasks masks) {
        return dropout1.call(selfAttn.outputs(x, x, x, masks, false, true).output());
    }

    @Override
    protected boolean callsBack() {
        return options.callsBack();
    }

    private Tensor feedForward(Tensor x) {
        Tensor inner = options.activation().apply(linear1.call(x));
        return dropout2.call(linear2.call(dropout.call(inner)));
    }
}
