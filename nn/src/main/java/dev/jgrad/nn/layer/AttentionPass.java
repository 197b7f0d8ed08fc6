package dev.jgrad.nn.layer;

import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One forward pass of attention; steps and order are those of {@code F.multi_head_attention_forward}. */
final class AttentionPass {
    private final MultiheadAttention module;
    private final boolean batched;
    private final Tensor query;
    private final Tensor key;
    private final Tensor value;
    private final long targets;
    private final long batch;
    private final long heads;
    private final long headDim;

    /** Brings the inputs to (position, batch, features). */
    AttentionPass(MultiheadAttention module, Tensor query, Tensor key, Tensor value) {
        this.module = module;
        if (query.dim() != 2 && query.dim() != 3) {
            throw new ShapeException("query should be unbatched 2D or batched 3D tensor but received " + query.dim()
                    + "-D query tensor");
        }
        if (query.size(-1) != module.embedDim()) {
            throw new ShapeException(
                    "was expecting embedding dimension of " + module.embedDim() + ", but got " + query.size(-1));
        }
        batched = query.dim() == 3;
        this.query = positionsFirst(query);
        this.key = key == query ? this.query : positionsFirst(key);
        this.value = value == key ? this.key : positionsFirst(value);
        targets = this.query.size(0);
        batch = this.query.size(1);
        heads = module.numHeads();
        headDim = module.embedDim() / heads;
    }

    private Tensor positionsFirst(Tensor t) {
        if (!batched) {
            return t.unsqueeze(1);
        }
        return module.options().batchFirst() ? t.transpose(0, 1) : t;
    }

    List<@Nullable Tensor> run(AttentionMasks masks, boolean needWeights, boolean average) {
        Tensor q = Functional.linear(query, module.weight(0), module.bias(0));
        Tensor k = append(Functional.linear(key, module.weight(1), module.bias(1)), module.biasK());
        Tensor v = append(Functional.linear(value, module.weight(2), module.bias(2)), module.biasV());
        Tensor mask = merged(masks, k.size(0) - key.size(0));
        double dropout = module.isTraining() ? module.options().dropout() : 0;
        if (!needWeights) {
            Tensor seen = Functional.scaledDotProductAttention(
                    split(q), split(k), split(v), mask, dropout, false, null, false);
            return Arrays.asList(project(seen), null);
        }
        Tensor scores = split(q).mul(Math.sqrt(1.0 / headDim)).matmul(split(k).transpose(-2, -1));
        Tensor weights = (mask == null ? scores : scores.add(mask)).softmax(-1);
        if (dropout > 0) {
            weights = Functional.dropout(weights, dropout, true);
        }
        Tensor output = project(weights.matmul(split(v)));
        Tensor shown = average ? weights.mean(new int[] {1}, false) : weights;
        return Arrays.asList(output, batched ? shown : shown.squeeze(0));
    }

    /** Adds the learned position and the one of zeros. */
    private Tensor append(Tensor projected, @Nullable Tensor learned) {
        Tensor t = learned == null ? projected : Tensors.cat(0, projected, learned.repeat(1, batch, 1));
        return module.options().addZeroAttn() ? Tensors.cat(0, t, t.newZeros(1, batch, module.embedDim())) : t;
    }

    /** (position, batch, features) to (batch, heads, position, features of a head). */
    private Tensor split(Tensor t) {
        return t.reshape(t.size(0), batch, heads, headDim).permute(1, 2, 0, 3);
    }

    private Tensor project(Tensor seen) {
        Tensor joined = seen.permute(2, 0, 1, 3).reshape(targets, batch, module.embedDim());
        Tensor output = module.outProj().call(joined);
        if (!batched) {
            return output.squeeze(1);
        }
        return module.options().batchFirst() ? output.transpose(0, 1) : output;
    }

    /** Both masks as one, broadcast to (batch, heads, target, source); appended positions may always be looked at. */
    private @Nullable Tensor merged(AttentionMasks masks, long appended) {
        Tensor padding = AttentionMasks.additive(masks.keyPadding(), query);
        Tensor attention = AttentionMasks.additive(masks.attention(), query);
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

    private static Tensor widen(Tensor mask, long appended) {
        if (appended == 0) {
            return mask;
        }
        long[] sizes = mask.shape().toArray();
        sizes[sizes.length - 1] = appended;
        return Tensors.cat(-1, mask, mask.newZeros(sizes));
    }
}
