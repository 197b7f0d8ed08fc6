package dev.jgrad.tensor;

import dev.jgrad.data.ShapeException;
import dev.jgrad.op.AveragePooling;
import dev.jgrad.op.FractionalPooling;
import dev.jgrad.op.MaxPooling;
import dev.jgrad.op.MaxUnpooling;
import dev.jgrad.op.WithIndices;
import org.jspecify.annotations.Nullable;

/**
 * Pooling among {@link Functional}, which is the name to use. An array has one number per spatial dimension, or one for
 * all; a null stride stands for the sizes of the kernel. Inputs are [N, C, *] or [C, *].
 */
public abstract sealed class PoolingFunctions extends ConvolutionFunctions permits NormalizationFunctions {
    PoolingFunctions() {}

    /** {@link #maxPool2d(Tensor, long[], long[], long[], long[], boolean)} with square windows that touch. */
    public static Tensor maxPool2d(Tensor input, long kernelSize) {
        return maxPool2d(input, of(kernelSize), null, of(0), of(1), false);
    }

    /** Greatest value of each window over the last dimension. */
    public static Tensor maxPool1d(
            Tensor input,
            long[] kernelSize,
            long @Nullable [] stride,
            long[] padding,
            long[] dilation,
            boolean ceilMode) {
        return MaxPooling.max(1, input, kernelSize, stride, padding, dilation, ceilMode, false)
                .values();
    }

    /**
     * Greatest value of each window over the last two dimensions; NaN wins.
     *
     * @param ceilMode whether a last window may reach over the border
     */
    public static Tensor maxPool2d(
            Tensor input,
            long[] kernelSize,
            long @Nullable [] stride,
            long[] padding,
            long[] dilation,
            boolean ceilMode) {
        return MaxPooling.max(2, input, kernelSize, stride, padding, dilation, ceilMode, false)
                .values();
    }

    /** Greatest value of each window over the last three dimensions. */
    public static Tensor maxPool3d(
            Tensor input,
            long[] kernelSize,
            long @Nullable [] stride,
            long[] padding,
            long[] dilation,
            boolean ceilMode) {
        return MaxPooling.max(3, input, kernelSize, stride, padding, dilation, ceilMode, false)
                .values();
    }

    /** {@link #maxPool1d} with the positions in the input: {@code return_indices=True}. */
    public static ValuesIndices maxPool1dWithIndices(
            Tensor input,
            long[] kernelSize,
            long @Nullable [] stride,
            long[] padding,
            long[] dilation,
            boolean ceilMode) {
        return both(MaxPooling.max(1, input, kernelSize, stride, padding, dilation, ceilMode, true));
    }

    /** {@link #maxPool2d} with the flat positions in each plane of the input. */
    public static ValuesIndices maxPool2dWithIndices(
            Tensor input,
            long[] kernelSize,
            long @Nullable [] stride,
            long[] padding,
            long[] dilation,
            boolean ceilMode) {
        return both(MaxPooling.max(2, input, kernelSize, stride, padding, dilation, ceilMode, true));
    }

    /** {@link #maxPool3d} with the flat positions in each volume of the input. */
    public static ValuesIndices maxPool3dWithIndices(
            Tensor input,
            long[] kernelSize,
            long @Nullable [] stride,
            long[] padding,
            long[] dilation,
            boolean ceilMode) {
        return both(MaxPooling.max(3, input, kernelSize, stride, padding, dilation, ceilMode, true));
    }

    /** Puts values back where {@link #maxPool1dWithIndices} took them from; zeros elsewhere. */
    public static Tensor maxUnpool1d(Tensor input, Tensor indices, long[] outputSize) {
        return MaxUnpooling.unpool(1, input, indices, outputSize);
    }

    /**
     * The same by the sizes of the pooling.
     *
     * @param stride null for the kernel's size
     * @param outputSize null for the least that the pooling can have come from
     */
    public static Tensor maxUnpool1d(
            Tensor input,
            Tensor indices,
            long[] kernelSize,
            long @Nullable [] stride,
            long[] padding,
            long @Nullable [] outputSize) {
        return MaxUnpooling.unpool(1, input, indices, kernelSize, stride, padding, outputSize);
    }

    /** Puts values back where {@link #maxPool2dWithIndices} took them from; zeros elsewhere. */
    public static Tensor maxUnpool2d(Tensor input, Tensor indices, long[] outputSize) {
        return MaxUnpooling.unpool(2, input, indices, outputSize);
    }

    /**
     * The same by the sizes of the pooling.
     *
     * @param stride null for the kernel's size
     * @param outputSize null for the least that the pooling can have come from
     */
    public static Tensor maxUnpool2d(
            Tensor input,
            Tensor indices,
            long[] kernelSize,
            long @Nullable [] stride,
            long[] padding,
            long @Nullable [] outputSize) {
        return MaxUnpooling.unpool(2, input, indices, kernelSize, stride, padding, outputSize);
    }

    /** Puts values back where {@link #maxPool3dWithIndices} took them from; zeros elsewhere. */
    public static Tensor maxUnpool3d(Tensor input, Tensor indices, long[] outputSize) {
        return MaxUnpooling.unpool(3, input, indices, outputSize);
    }

    /**
     * The same by the sizes of the pooling.
     *
     * @param stride null for the kernel's size
     * @param outputSize null for the least that the pooling can have come from
     */
    public static Tensor maxUnpool3d(
            Tensor input,
            Tensor indices,
            long[] kernelSize,
            long @Nullable [] stride,
            long[] padding,
            long @Nullable [] outputSize) {
        return MaxUnpooling.unpool(3, input, indices, kernelSize, stride, padding, outputSize);
    }

    /** Mean of each window over the last dimension. */
    public static Tensor avgPool1d(
            Tensor input,
            long[] kernelSize,
            long @Nullable [] stride,
            long[] padding,
            boolean ceilMode,
            boolean countIncludePad) {
        return AveragePooling.average(1, input, kernelSize, stride, padding, ceilMode, countIncludePad, null);
    }

    /** {@link #avgPool2d(Tensor, long[], long[], long[], boolean, boolean, Long)} with square windows that touch. */
    public static Tensor avgPool2d(Tensor input, long kernelSize) {
        return avgPool2d(input, of(kernelSize), null, of(0), false, true, null);
    }

    /**
     * Mean of each window over the last two dimensions.
     *
     * @param countIncludePad whether the border counts in the divisor
     * @param divisorOverride the divisor to use instead, or null
     */
    public static Tensor avgPool2d(
            Tensor input,
            long[] kernelSize,
            long @Nullable [] stride,
            long[] padding,
            boolean ceilMode,
            boolean countIncludePad,
            @Nullable Long divisorOverride) {
        return AveragePooling.average(
                2, input, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride);
    }

    /** Mean of each window over the last three dimensions. */
    public static Tensor avgPool3d(
            Tensor input,
            long[] kernelSize,
            long @Nullable [] stride,
            long[] padding,
            boolean ceilMode,
            boolean countIncludePad,
            @Nullable Long divisorOverride) {
        return AveragePooling.average(
                3, input, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride);
    }

    /** Means over windows chosen so that the result has this length. */
    public static Tensor adaptiveAvgPool1d(Tensor input, long... outputSize) {
        return AveragePooling.adaptiveAverage(1, input, outputSize);
    }

    /** Means over windows chosen so that the result has these last two sizes. */
    public static Tensor adaptiveAvgPool2d(Tensor input, long... outputSize) {
        return AveragePooling.adaptiveAverage(2, input, outputSize);
    }

    /** {@link #adaptiveAvgPool2d(Tensor, long...)}; null keeps a size of the input. */
    public static Tensor adaptiveAvgPool2d(Tensor input, @Nullable Long[] outputSize) {
        return AveragePooling.adaptiveAverage(2, input, given(2, input, outputSize));
    }

    /** Means over windows chosen so that the result has these last three sizes. */
    public static Tensor adaptiveAvgPool3d(Tensor input, long... outputSize) {
        return AveragePooling.adaptiveAverage(3, input, outputSize);
    }

    /** {@link #adaptiveAvgPool3d(Tensor, long...)}; null keeps a size of the input. */
    public static Tensor adaptiveAvgPool3d(Tensor input, @Nullable Long[] outputSize) {
        return AveragePooling.adaptiveAverage(3, input, given(3, input, outputSize));
    }

    /** Greatest values over windows chosen so that the result has this length. */
    public static Tensor adaptiveMaxPool1d(Tensor input, long... outputSize) {
        return MaxPooling.adaptiveMax(1, input, outputSize).values();
    }

    /** Greatest values over windows chosen so that the result has these last two sizes. */
    public static Tensor adaptiveMaxPool2d(Tensor input, long... outputSize) {
        return MaxPooling.adaptiveMax(2, input, outputSize).values();
    }

    /** {@link #adaptiveMaxPool2d(Tensor, long...)}; null keeps a size of the input. */
    public static Tensor adaptiveMaxPool2d(Tensor input, @Nullable Long[] outputSize) {
        return MaxPooling.adaptiveMax(2, input, given(2, input, outputSize)).values();
    }

    /** Greatest values over windows chosen so that the result has these last three sizes. */
    public static Tensor adaptiveMaxPool3d(Tensor input, long... outputSize) {
        return MaxPooling.adaptiveMax(3, input, outputSize).values();
    }

    /** {@link #adaptiveMaxPool3d(Tensor, long...)}; null keeps a size of the input. */
    public static Tensor adaptiveMaxPool3d(Tensor input, @Nullable Long[] outputSize) {
        return MaxPooling.adaptiveMax(3, input, given(3, input, outputSize)).values();
    }

    /** {@link #adaptiveMaxPool1d} with the positions in the input. */
    public static ValuesIndices adaptiveMaxPool1dWithIndices(Tensor input, long... outputSize) {
        return both(MaxPooling.adaptiveMax(1, input, outputSize));
    }

    /** {@link #adaptiveMaxPool2d} with the flat positions in each plane. */
    public static ValuesIndices adaptiveMaxPool2dWithIndices(Tensor input, long... outputSize) {
        return both(MaxPooling.adaptiveMax(2, input, outputSize));
    }

    /** The same, null keeping a size. */
    public static ValuesIndices adaptiveMaxPool2dWithIndices(Tensor input, @Nullable Long[] outputSize) {
        return both(MaxPooling.adaptiveMax(2, input, given(2, input, outputSize)));
    }

    /** {@link #adaptiveMaxPool3d} with the flat positions in each volume. */
    public static ValuesIndices adaptiveMaxPool3dWithIndices(Tensor input, long... outputSize) {
        return both(MaxPooling.adaptiveMax(3, input, outputSize));
    }

    /** The same, null keeping a size. */
    public static ValuesIndices adaptiveMaxPool3dWithIndices(Tensor input, @Nullable Long[] outputSize) {
        return both(MaxPooling.adaptiveMax(3, input, given(3, input, outputSize)));
    }

    /** The p-norm of each window over the last dimension: {@code torch.nn.functional.lp_pool1d}. */
    public static Tensor lpPool1d(
            Tensor input, double normType, long kernelSize, long @Nullable [] stride, boolean ceilMode) {
        Tensor mean = avgPool1d(input.pow(normType), of(kernelSize), stride, of(0), ceilMode, true);
        return mean.sign().mul(relu(mean.abs())).mul(kernelSize).pow(1 / normType);
    }

    /** The p-norm of each window over the last two dimensions: {@code torch.nn.functional.lp_pool2d}. */
    public static Tensor lpPool2d(
            Tensor input, double normType, long[] kernelSize, long @Nullable [] stride, boolean ceilMode) {
        Tensor mean = avgPool2d(input.pow(normType), kernelSize, stride, of(0), ceilMode, true, null);
        long elements = kernelSize[0] * kernelSize[kernelSize.length - 1];
        return mean.sign().mul(relu(mean.abs())).mul(elements).pow(1 / normType);
    }

    /** The p-norm of each window over the last three dimensions: {@code torch.nn.functional.lp_pool3d}. */
    public static Tensor lpPool3d(
            Tensor input, double normType, long[] kernelSize, long @Nullable [] stride, boolean ceilMode) {
        Tensor mean = avgPool3d(input.pow(normType), kernelSize, stride, of(0), ceilMode, true, null);
        long elements = 1;
        for (int d = 0; d < 3; d++) {
            elements *= kernelSize[kernelSize.length == 1 ? 0 : d];
        }
        return mean.sign().mul(relu(mean.abs())).mul(elements).pow(1 / normType);
    }

    private static ValuesIndices both(WithIndices r) {
        return new ValuesIndices("", r.values(), r.indices());
    }

    private static long[] given(int rank, Tensor input, @Nullable Long[] outputSize) {
        if (outputSize.length != rank && outputSize.length != 1) {
            throw new ShapeException(
                    "adaptive pooling: output_size must be " + rank + " numbers, got " + outputSize.length);
        }
        long[] sizes = new long[outputSize.length];
        for (int d = 0; d < sizes.length; d++) {
            Long size = outputSize[d];
            sizes[d] = size != null ? size : input.size(input.dim() - rank + d);
        }
        return sizes;
    }

    static long[] of(long... values) {
        return values;
    }

    /**
     * Max pooling over windows at random places, for an output of about the size wanted.
     *
     * @param outputSize the size of the output, or null when a ratio to the input is given
     * @param outputRatio one number in (0, 1), or one for each spatial dimension, or null
     * @param randomSamples (N, C, 2) in [0, 1) to place the windows, drawn when null
     */
    public static Tensor fractionalMaxPool2d(
            Tensor input,
            long[] kernelSize,
            long @Nullable [] outputSize,
            double @Nullable [] outputRatio,
            @Nullable Tensor randomSamples) {
        return fractionalMaxPool2dWithIndices(input, kernelSize, outputSize, outputRatio, randomSamples)
                .values();
    }

    /** {@link #fractionalMaxPool2d} and where in the flattened input each element stands. */
    public static ValuesIndices fractionalMaxPool2dWithIndices(
            Tensor input,
            long[] kernelSize,
            long @Nullable [] outputSize,
            double @Nullable [] outputRatio,
            @Nullable Tensor randomSamples) {
        Tensor[] out = FractionalPooling.maxPool(2, input, kernelSize, outputSize, outputRatio, randomSamples);
        return new ValuesIndices("", out[0], out[1]);
    }

    /**
     * Max pooling over windows at random places, for an output of about the size wanted.
     *
     * @param outputSize the size of the output, or null when a ratio to the input is given
     * @param outputRatio one number in (0, 1), or one for each spatial dimension, or null
     * @param randomSamples (N, C, 3) in [0, 1) to place the windows, drawn when null
     */
    public static Tensor fractionalMaxPool3d(
            Tensor input,
            long[] kernelSize,
            long @Nullable [] outputSize,
            double @Nullable [] outputRatio,
            @Nullable Tensor randomSamples) {
        return fractionalMaxPool3dWithIndices(input, kernelSize, outputSize, outputRatio, randomSamples)
                .values();
    }

    /** {@link #fractionalMaxPool3d} and where in the flattened input each element stands. */
    public static ValuesIndices fractionalMaxPool3dWithIndices(
            Tensor input,
            long[] kernelSize,
            long @Nullable [] outputSize,
            double @Nullable [] outputRatio,
            @Nullable Tensor randomSamples) {
        Tensor[] out = FractionalPooling.maxPool(3, input, kernelSize, outputSize, outputRatio, randomSamples);
        return new ValuesIndices("", out[0], out[1]);
    }
}
