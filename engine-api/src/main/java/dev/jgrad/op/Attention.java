package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Attention and the bilinear form, composed of matrix products. */
public final class Attention {
    private Attention() {}

    /** softmax(q k^T scale + mask) v. Source: Vaswani et al. 2017. */
    public static Tensor scaledDotProduct(
            Tensor query,
            Tensor key,
            Tensor value,
            @Nullable Tensor mask,
            double dropout,
            boolean causal,
            @Nullable Double scale,
            boolean groupedHeads) {
        if (Autocasting.applies("scaled_dot_product_attention", query)) {
            return Autocasting.run(
                    "scaled_dot_product_attention",
                    in -> scaledDotProduct(in[0], in[1], in[2], in[3], dropout, causal, scale, groupedHeads),
                    query,
                    key,
                    value,
                    mask);
        }
        check(query, key, value, mask, causal);
        double factor = scale != null ? scale : 1 / Math.sqrt(query.size(-1));
        Tensor k = key;
        Tensor v = value;
        if (groupedHeads) {
            k = repeatHeads(key, groups(query, key));
            v = repeatHeads(value, groups(query, value));
        }
        // Half of the factor on either side keeps the products small, as PyTorch does.
        double half = Math.sqrt(Math.abs(factor));
        Tensor scores = query.mul(half).matmul(k.transpose(-2, -1).mul(Math.copySign(half, factor)));
        Tensor hidden = causal ? causalMask(scores) : null;
        if (mask != null && mask.dtype().isBool()) {
            hidden = mask.logicalNot();
        } else if (mask != null) {
            scores = scores.add(mask);
        }
        if (hidden != null) {
            scores = scores.maskedFill(hidden, Double.NEGATIVE_INFINITY);
        }
        Tensor weights = scores.softmax(-1);
        if (hidden != null) {
            // A row that sees nothing gives zeros, not NaN.
            Tensor nothing = scores.detach().eq(Double.NEGATIVE_INFINITY).all(-1, true);
            if (Batching.any(nothing)) {
                weights = weights.maskedFill(nothing, 0);
            }
        }
        if (dropout > 0) {
            weights = Dropout.dropout(weights, dropout, true, Generator.defaultGenerator());
        }
        return weights.matmul(v);
    }

    /** How many heads of the queries share one of the keys or values. */
    private static long groups(Tensor query, Tensor shared) {
        long heads = query.size(-3);
        long given = shared.size(-3);
        if (heads == given) {
            return 1;
        }
        if (given == 0 || heads % given != 0) {
            throw new ShapeException(
                    "scaled_dot_product_attention: Number of heads in key and value must divide the number"
                            + " of heads in query, got query " + query.shape() + " and " + shared.shape());
        }
        return heads / given;
    }

    private static Tensor repeatHeads(Tensor t, long times) {
        if (times == 1) {
            return t;
        }
        long[] sizes = TensorAccess.shown(t).sizes();
        int head = sizes.length - 3;
        long[] wide = new long[sizes.length + 1];
        System.arraycopy(sizes, 0, wide, 0, head + 1);
        wide[head + 1] = times;
        System.arraycopy(sizes, head + 1, wide, head + 2, sizes.length - head - 1);
        long[] merged = sizes.clone();
        merged[head] = sizes[head] * times;
        return t.unsqueeze(head + 1).expand(wide).reshape(merged);
    }

    private static Tensor causalMask(Tensor scores) {
        TensorOptions o = new TensorOptions(DType.INT64, scores.device());
        Tensor row = Tensors.arange(o, 0, scores.size(-2), 1L).unsqueeze(1);
        Tensor column = Tensors.arange(o, 0, scores.size(-1), 1L);
        return column.gt(row);
    }

    private static void check(Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, boolean causal) {
        if (query.dtype() != key.dtype() || query.dtype() != value.dtype()) {
            throw new DTypeException("Expected query, key, and value to have the same dtype, but got query.dtype: "
                    + query.dtype().cppName() + " key.dtype: " + key.dtype().cppName() + " and value.dtype: "
                    + value.dtype().cppName() + " instead.");
        }
        if (query.dim() < 2 || key.dim() < 2 || value.dim() < 2) {
            throw new ShapeException("Expected query, key, and value to all be  at least 2 dimensional, but got"
                    + " query.dim: " + query.dim() + " key.dim: " + key.dim() + " and value.dim: " + value.dim()
                    + " instead.");
        }
        if (mask != null && causal) {
            throw new ArgumentException(
                    "_scaled_dot_product_attention: Explicit attn_mask should not be set when" + " is_causal=True");
        }
        if (mask != null && !mask.dtype().isBool() && mask.dtype() != query.dtype()) {
            throw new DTypeException("Expected attn_mask dtype to be bool or float or to match query dtype, but got"
                    + " attn_mask.dtype: " + mask.dtype().cppName() + " and  query.dtype: "
                    + query.dtype().cppName()
                    + " instead.");
        }
    }

    /** x1 W_o x2 + b_o. */
    public static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, @Nullable Tensor bias) {
        if (Autocasting.applies("bilinear", input1)) {
            return Autocasting.run(
                    "bilinear", in -> bilinear(in[0], in[1], in[2], in[3]), input1, input2, weight, bias);
        }
        if (weight.dim() != 3) {
            throw new ShapeException("bilinear(): weight must be 3D, got shape " + weight.shape());
        }
        long[] lead = Arrays.copyOf(TensorAccess.shown(input1).sizes(), Math.max(0, input1.dim() - 1));
        long[] other = Arrays.copyOf(TensorAccess.shown(input2).sizes(), Math.max(0, input2.dim() - 1));
        if (!Arrays.equals(lead, other)) {
            throw new ShapeException("bilinear(): input batch dimensions do not match: got " + Arrays.toString(lead)
                    + " and " + Arrays.toString(other));
        }
        if (input1.dim() == 0 || input1.size(-1) != weight.size(1)) {
            throw new ShapeException("bilinear(): input1 size does not match weight size: got "
                    + (input1.dim() == 0 ? 0 : input1.size(-1)) + " but expected " + weight.size(1));
        }
        if (input2.size(-1) != weight.size(2)) {
            throw new ShapeException("bilinear(): input2 size does not match weight size: got " + input2.size(-1)
                    + " but expected " + weight.size(2));
        }
        if (bias != null && bias.numel() != weight.size(0)) {
            throw new ShapeException("bilinear(): bias size does not match weight size: got " + bias.numel()
                    + " but expected " + weight.size(0));
        }
        long outputs = weight.size(0);
        long rows = Dims.numel(lead);
        Tensor left = input1.reshape(rows, weight.size(1));
        Tensor right = input2.reshape(rows, weight.size(2));
        Tensor half = left.matmul(weight.permute(1, 0, 2).reshape(weight.size(1), outputs * weight.size(2)));
        Tensor product = half.view(rows, outputs, weight.size(2)).matmul(right.unsqueeze(2));
        long[] sizes = Arrays.copyOf(lead, lead.length + 1);
        sizes[lead.length] = outputs;
        Tensor out = product.reshape(sizes);
        return bias == null ? out : out.add(bias);
    }
}
