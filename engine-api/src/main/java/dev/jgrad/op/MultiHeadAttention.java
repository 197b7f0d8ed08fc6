package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** Attention with several heads; steps and order are those of {@code F.multi_head_attention_forward}. */
public final class MultiHeadAttention {
    /**
     * The learned parts.
     *
     * @param in (3 E, E), or null where query, key and value have weights of their own
     * @param inBias (3 E), or null
     * @param biasK (1, 1, E) a learned position behind the keys, or null
     * @param biasV the same for the values
     * @param zeroPosition true for a position of zeros behind keys and values
     */
    public record Weights(
            @Nullable Tensor in,
            @Nullable Tensor query,
            @Nullable Tensor key,
            @Nullable Tensor value,
            @Nullable Tensor inBias,
            @Nullable Tensor biasK,
            @Nullable Tensor biasV,
            boolean zeroPosition,
            Tensor out,
            @Nullable Tensor outBias) {
        private Tensor part(int i, long width) {
            if (in != null) {
                return in.narrow(0, i * width, width);
            }
            Tensor own = i == 0 ? query : i == 1 ? key : value;
            if (own == null) {
                throw new ArgumentException("multi_head_attention_forward: "
                        + (i == 0 ? "q" : i == 1 ? "k" : "v") + "_proj_weight is missing; give in_proj_weight, or all"
                        + " three of the separate weights with use_separate_proj_weight");
            }
            return own;
        }

        private @Nullable Tensor bias(int i, long width) {
            return inBias == null ? null : inBias.narrow(0, i * width, width);
        }
    }

    private final Weights weights;
    private final boolean batched;
    private final Tensor query;
    private final Tensor key;
    private final Tensor value;
    private final long targets;
    private final long batch;
    private final long heads;
    private final long width;

    /** Takes (position, batch, features), or (position, features). */
    public MultiHeadAttention(Tensor query, Tensor key, Tensor value, long embedDim, long heads, Weights weights) {
        if (query.dim() != 2 && query.dim() != 3) {
            throw new ShapeException("query should be unbatched 2D or batched 3D tensor but received " + query.dim()
                    + "-D query tensor");
        }
        if (key.dim() != query.dim() || value.dim() != query.dim()) {
            throw new ShapeException("For " + (query.dim() == 3 ? "batched (3-D)" : "unbatched (2-D)")
                    + " `query`, expected `key` and `value` to be " + query.dim() + "-D but found " + key.dim()
                    + "-D and "
                    + value.dim() + "-D tensors respectively");
        }
        if (query.size(-1) != embedDim) {
            throw new ShapeException(
                    "was expecting embedding dimension of " + embedDim + ", but got " + query.size(-1));
        }
        if (heads <= 0 || embedDim % heads != 0) {
            throw new ArgumentException("embed_dim " + embedDim + " not divisible by num_heads " + heads);
        }
        this.weights = weights;
        this.batched = query.dim() == 3;
        this.query = batched ? query : query.unsqueeze(1);
        this.key = key == query ? this.query : batched ? key : key.unsqueeze(1);
        this.value = value == key ? this.key : batched ? value : value.unsqueeze(1);
        this.targets = this.query.size(0);
        this.batch = this.query.size(1);
        this.heads = heads;
        this.width = embedDim;
    }

    /**
     * The output in the shape of the query, and the weights (batch, target, source), or by head.
     *
     * @param dropout probability with which a weight is dropped, 0 outside of training
     */
    public @Nullable Tensor[] run(
            @Nullable Tensor keyPadding, @Nullable Tensor mask, double dropout, boolean needWeights, boolean average) {
        Tensor q = Functional.linear(query, weights.part(0, width), weights.bias(0, width));
        Tensor k = append(Functional.linear(key, weights.part(1, width), weights.bias(1, width)), weights.biasK);
        Tensor v = append(Functional.linear(value, weights.part(2, width), weights.bias(2, width)), weights.biasV);
        Tensor hidden = merged(keyPadding, mask, k.size(0) - key.size(0));
        if (!needWeights) {
            Tensor seen = Functional.scaledDotProductAttention(
                    split(q), split(k), split(v), hidden, dropout, false, null, false);
            return new Tensor[] {project(seen), null};
        }
        double factor = Math.sqrt(heads / (double) width);
        Tensor scores = split(q).mul(factor).matmul(split(k).transpose(-2, -1));
        Tensor shares = (hidden == null ? scores : scores.add(hidden)).softmax(-1);
        if (dropout > 0) {
            shares = Functional.dropout(shares, dropout, true);
        }
        Tensor output = project(shares.matmul(split(v)));
        Tensor shown = average ? shares.mean(new int[] {1}, false) : shares;
        return new Tensor[] {output, batched ? shown : shown.squeeze(0)};
    }

    /** Adds the learned position and the one of zeros. */
    private Tensor append(Tensor projected, @Nullable Tensor learned) {
        Tensor t = learned == null
                ? projected
                : Tensors.cat(0, projected, learned.reshape(1, 1, -1).repeat(1, batch, 1));
        return weights.zeroPosition ? Tensors.cat(0, t, t.newZeros(1, batch, width)) : t;
    }

    /** (position, batch, features) to (batch, heads, position, features of a head). */
    private Tensor split(Tensor t) {
        return t.reshape(t.size(0), batch, heads, width / heads).permute(1, 2, 0, 3);
    }

    private Tensor project(Tensor seen) {
        Tensor joined = seen.permute(2, 0, 1, 3).reshape(targets, batch, width);
        Tensor output = Functional.linear(joined, weights.out, weights.outBias);
        return batched ? output : output.squeeze(1);
    }

    /** Both masks as one, broadcast to (batch, heads, target, source); appended positions may always be looked at. */
    private @Nullable Tensor merged(@Nullable Tensor keyPadding, @Nullable Tensor mask, long appended) {
        Tensor padding = additive(keyPadding);
        Tensor attention = additive(mask);
        if (padding != null) {
            padding = widen(padding, appended).reshape(batch, 1, 1, -1);
        }
        if (attention != null) {
            attention = widen(attention, appended);
            attention = attention.dim() == 3
                    ? attention.reshape(batch, heads, targets, -1)
                    : attention.reshape(1, 1, targets, -1);
        }
        if (padding == null || attention == null) {
            return padding == null ? attention : padding;
        }
        return padding.add(attention);
    }

    /** A mask in numbers to be added: minus infinity where looking is forbidden. */
    private @Nullable Tensor additive(@Nullable Tensor mask) {
        if (mask == null || mask.isFloatingPoint()) {
            return mask;
        }
        if (!mask.dtype().isBool()) {
            throw new DTypeException(
                    "only bool and floating types of key_padding_mask and attn_mask are supported, got "
                            + mask.dtype().label());
        }
        Tensor zeros = query.detach().newZeros(mask.shape().toArray());
        return zeros.maskedFill(mask.to(DType.BOOL), Double.NEGATIVE_INFINITY);
    }

    private static Tensor widen(Tensor mask, long appended) {
        if (appended == 0) {
            return mask;
        }
        long[] sizes = mask.shape().toArray();
        sizes[sizes.length - 1] = appended;
        return Tensors.cat(-1, mask, mask.newZeros(sizes));
    }
}
