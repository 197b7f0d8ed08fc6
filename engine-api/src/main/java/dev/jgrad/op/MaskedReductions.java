package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Dims;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the functions of {@code torch.masked} share: the mask as wide as its tensor, and neutral elements under it. */
public final class MaskedReductions {
    private MaskedReductions() {}

    /** All dimensions for null and for none, else those given, in order. */
    public static int[] dims(Tensor input, int @Nullable [] dim) {
        if (dim == null || dim.length == 0) {
            int[] all = new int[input.dim()];
            Arrays.setAll(all, i -> i);
            return all;
        }
        int[] out = new int[dim.length];
        for (int i = 0; i < dim.length; i++) {
            out[i] = Dims.wrap(dim[i], Math.max(input.dim(), 1));
        }
        Arrays.sort(out);
        for (int i = 1; i < out.length; i++) {
            if (out[i] == out[i - 1]) {
                throw new ArgumentException("dim=" + out[i] + " appears multiple times in the list of dims");
            }
        }
        return out;
    }

    /** The mask with the shape of the tensor. */
    public static Tensor wide(Tensor input, Tensor mask) {
        if (mask.dim() > input.dim()) {
            throw new ArgumentException("expected mask dimensionality to be at most that of the input, got mask "
                    + mask.shape() + " for input " + input.shape());
        }
        return mask.to(DType.BOOL).expandAs(input);
    }

    /** The tensor with a number where the mask is false. */
    public static Tensor filled(Tensor input, @Nullable Tensor mask, double number) {
        if (mask == null) {
            return input;
        }
        return Tensors.where(wide(input, mask), input, Tensors.scalarLike(input, number, (long) number));
    }

    /** The greatest number of a dtype, or the least. */
    public static double extreme(DType dtype, boolean greatest) {
        if (dtype.isFloatingPoint()) {
            return greatest ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        if (greatest) {
            return Limits.greatest(dtype);
        }
        return dtype.isSigned() ? -Limits.greatest(dtype) - 1 : 0;
    }

    /** How many elements of the input count. */
    public static Tensor count(Tensor input, @Nullable Tensor mask, int[] dims, boolean keepDim) {
        Tensor counted = mask == null ? Tensors.onesLike(input, TensorOptions.dtype(DType.BOOL)) : wide(input, mask);
        return counted.sum(dims, keepDim);
    }

    /** The variance of the elements that count, or its root. */
    public static Tensor variance(
            Tensor input,
            int @Nullable [] dim,
            double correction,
            boolean keepDim,
            @Nullable DType dtype,
            @Nullable Tensor mask,
            boolean root) {
        DType result = dtype != null ? dtype : input.isFloatingPoint() ? input.dtype() : DType.FLOAT32;
        int[] over = dims(input, dim);
        Tensor x = input.isFloatingPoint() ? input : input.to(DType.FLOAT32);
        Tensor mean = filled(x, mask, 0).sum(over, true).div(count(input, mask, over, true));
        Tensor square = x.sub(mean).square();
        Tensor total = filled(square, mask, 0).sum(over, keepDim);
        Tensor n = count(input, mask, over, keepDim)
                .to(total.dtype())
                .sub(correction)
                .clampMin(0);
        Tensor out = total.div(n).to(result);
        return root ? out.sqrt() : out;
    }
}
