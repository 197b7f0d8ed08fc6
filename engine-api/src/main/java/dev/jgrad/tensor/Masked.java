package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.op.MaskedReductions;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reductions and normalisations of the elements that a mask lets through: {@code torch.masked}. A mask broadcasts against its
 * tensor; true counts. Null for a mask counts everything, null for dimensions is all of them.
 */
public final class Masked {
    private Masked() {}

    private static DType counted(Tensor input, @Nullable DType dtype) {
        return dtype != null ? dtype : input.isFloatingPoint() ? input.dtype() : DType.INT64;
    }

    private static DType own(Tensor input, @Nullable DType dtype) {
        return dtype != null ? dtype : input.dtype();
    }

    /** The sum; 0 where nothing counts. */
    public static Tensor sum(
            Tensor input, int @Nullable [] dim, boolean keepDim, @Nullable DType dtype, @Nullable Tensor mask) {
        int[] over = MaskedReductions.dims(input, dim);
        return MaskedReductions.filled(input, mask, 0).sum(over, keepDim, counted(input, dtype));
    }

    /** The product; 1 where nothing counts. */
    public static Tensor prod(
            Tensor input, int @Nullable [] dim, boolean keepDim, @Nullable DType dtype, @Nullable Tensor mask) {
        int[] over = MaskedReductions.dims(input, dim);
        Tensor out = MaskedReductions.filled(input, mask, 1).to(counted(input, dtype));
        for (int i = over.length - 1; i >= 0; i--) {
            out = out.prod(over[i], keepDim);
        }
        return out;
    }

    /** Running sums, over what does not count. */
    public static Tensor cumsum(Tensor input, int dim, @Nullable DType dtype, @Nullable Tensor mask) {
        DType result = own(input, dtype);
        return MaskedReductions.filled(input, mask, 0).cumsum(dim, result).to(result);
    }

    /** Running products, over what does not count. */
    public static Tensor cumprod(Tensor input, int dim, @Nullable DType dtype, @Nullable Tensor mask) {
        DType result = own(input, dtype);
        return MaskedReductions.filled(input, mask, 1).cumprod(dim, result).to(result);
    }

    /** The greatest elements; the least number of the dtype where nothing counts. */
    public static Tensor amax(
            Tensor input, int @Nullable [] dim, boolean keepDim, @Nullable DType dtype, @Nullable Tensor mask) {
        int[] over = MaskedReductions.dims(input, dim);
        return lowest(input, mask).amax(over, keepDim).to(own(input, dtype));
    }

    /** The least elements; the greatest number of the dtype where nothing counts. */
    public static Tensor amin(
            Tensor input, int @Nullable [] dim, boolean keepDim, @Nullable DType dtype, @Nullable Tensor mask) {
        int[] over = MaskedReductions.dims(input, dim);
        return highest(input, mask).amin(over, keepDim).to(own(input, dtype));
    }

    private static Tensor lowest(Tensor input, @Nullable Tensor mask) {
        return MaskedReductions.filled(input, mask, MaskedReductions.extreme(input.dtype(), false));
    }

    private static Tensor highest(Tensor input, @Nullable Tensor mask) {
        return MaskedReductions.filled(input, mask, MaskedReductions.extreme(input.dtype(), true));
    }

    /** Where the greatest element stands, as a number of the input's dtype; in the flattened input for null. */
    public static Tensor argmax(
            Tensor input, @Nullable Integer dim, boolean keepDim, @Nullable DType dtype, @Nullable Tensor mask) {
        return position(lowest(input, mask), dim, keepDim, Tensor::argmax, Tensor::argmax)
                .to(own(input, dtype));
    }

    /** Where the least element stands, as a number of the input's dtype; in the flattened input for null. */
    public static Tensor argmin(
            Tensor input, @Nullable Integer dim, boolean keepDim, @Nullable DType dtype, @Nullable Tensor mask) {
        return position(highest(input, mask), dim, keepDim, Tensor::argmin, Tensor::argmin)
                .to(own(input, dtype));
    }

    private interface Along {
        Tensor of(Tensor t, int dim, boolean keepDim);
    }

    private static Tensor position(
            Tensor x, @Nullable Integer dim, boolean keepDim, UnaryOperator<Tensor> flat, Along along) {
        if (dim != null) {
            return along.of(x, dim, keepDim);
        }
        Tensor out = flat.apply(x);
        long[] ones = new long[x.dim()];
        java.util.Arrays.fill(ones, 1);
        return keepDim ? out.reshape(ones) : out;
    }

    /** The mean; NaN where nothing counts. */
    public static Tensor mean(
            Tensor input, int @Nullable [] dim, boolean keepDim, @Nullable DType dtype, @Nullable Tensor mask) {
        DType result = own(input, dtype);
        if (!result.isFloatingPoint()) {
            throw new DTypeException("mean(): Could not infer output dtype. " + (dtype == null ? "Input" : "Optional")
                    + " dtype must be either a floating point or complex dtype. Got: torch." + result.label());
        }
        int[] over = MaskedReductions.dims(input, dim);
        return sum(input, dim, keepDim, result, mask).div(MaskedReductions.count(input, mask, over, keepDim));
    }

    /** The lower median along a dimension; NaN where nothing counts, which is an error for integers. */
    public static Tensor median(Tensor input, int dim, boolean keepDim, @Nullable DType dtype, @Nullable Tensor mask) {
        Tensor x = input.isFloatingPoint() ? input : input.to(DType.FLOAT32);
        Tensor out = MaskedReductions.filled(x, mask, Double.NaN)
                .nanmedian(dim, keepDim)
                .values();
        if (input.isFloatingPoint()) {
            return out;
        }
        if (out.isNan().any().itemBoolean()) {
            throw new ArgumentException(
                    "masked median expects no fully masked out rows if dtype is not floating point");
        }
        return out.to(own(input, dtype));
    }

    /** The p-norm. */
    public static Tensor norm(
            Tensor input,
            double ord,
            int @Nullable [] dim,
            boolean keepDim,
            @Nullable DType dtype,
            @Nullable Tensor mask) {
        double neutral = ord == Double.NEGATIVE_INFINITY ? Double.POSITIVE_INFINITY : 0;
        Tensor x = MaskedReductions.filled(input, mask, neutral);
        return Linalg.vectorNorm(x, ord, MaskedReductions.dims(input, dim), keepDim, own(input, dtype));
    }

    /**
     * The variance.
     *
     * @param unbiased true for correction 1 and false for 0, where no correction is given
     * @param correction subtracted from the number of elements, 1 by default
     */
    public static Tensor var(
            Tensor input,
            int @Nullable [] dim,
            @Nullable Boolean unbiased,
            @Nullable Double correction,
            boolean keepDim,
            @Nullable DType dtype,
            @Nullable Tensor mask) {
        double less = correction(unbiased, correction);
        return MaskedReductions.variance(input, dim, less, keepDim, dtype, mask, false);
    }

    /** The standard deviation; parameters as for {@link #var}. */
    public static Tensor std(
            Tensor input,
            int @Nullable [] dim,
            @Nullable Boolean unbiased,
            @Nullable Double correction,
            boolean keepDim,
            @Nullable DType dtype,
            @Nullable Tensor mask) {
        double less = correction(unbiased, correction);
        return MaskedReductions.variance(input, dim, less, keepDim, dtype, mask, true);
    }

    private static double correction(@Nullable Boolean unbiased, @Nullable Double correction) {
        if (unbiased != null && correction != null) {
            throw new ArgumentException("Only one of unbiased and correction may be given");
        }
        return correction != null ? correction : unbiased == null || unbiased ? 1 : 0;
    }

    /** ln of the sum of e^x. */
    public static Tensor logsumexp(
            Tensor input, int @Nullable [] dim, boolean keepDim, @Nullable DType dtype, @Nullable Tensor mask) {
        Tensor x = MaskedReductions.filled(input, mask, MaskedReductions.extreme(input.dtype(), false));
        Tensor out = x.logsumexp(MaskedReductions.dims(input, dim), keepDim);
        return out.to(own(input, dtype));
    }

    /** ln(e^x + e^y), each with a mask of its own. */
    public static Tensor logaddexp(
            Tensor input, Tensor other, @Nullable DType dtype, @Nullable Tensor inputMask, @Nullable Tensor otherMask) {
        Tensor x = MaskedReductions.filled(input, inputMask, Double.NEGATIVE_INFINITY);
        Tensor y = MaskedReductions.filled(other, otherMask, Double.NEGATIVE_INFINITY);
        return x.logaddexp(y).to(own(input, dtype));
    }

    /** e^x / sum(e^x) along a dimension; 0 where the mask is false. */
    public static Tensor softmax(Tensor input, int dim, @Nullable DType dtype, @Nullable Tensor mask) {
        return Functional.softmax(lowest(input, mask), dim, own(input, dtype));
    }

    /** ln(softmax) along a dimension. */
    public static Tensor logSoftmax(Tensor input, int dim, @Nullable DType dtype, @Nullable Tensor mask) {
        return Functional.logSoftmax(lowest(input, mask), dim, own(input, dtype));
    }

    /** softmax(-x) along a dimension. */
    public static Tensor softmin(Tensor input, int dim, @Nullable DType dtype, @Nullable Tensor mask) {
        return Functional.softmin(highest(input, mask), dim, own(input, dtype));
    }

    /** x / max(norm, eps) along a dimension, 0 where the mask is false. */
    public static Tensor normalize(
            Tensor input, double ord, int dim, double eps, @Nullable DType dtype, @Nullable Tensor mask) {
        Tensor length = norm(input, ord, new int[] {dim}, true, dtype, mask);
        return MaskedReductions.filled(input, mask, 0).div(length.clampMin(eps));
    }
}
