package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.ConvSpec;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The checks and the arithmetic of sizes of convolutions, with PyTorch's texts. */
final class ConvolutionShapes {
    private ConvolutionShapes() {}

    /** One value per spatial dimension; a single one stands for all. */
    static long[] perDimension(String what, long[] given, int rank) {
        if (given.length == 1 && rank != 1) {
            long[] all = new long[rank];
            Arrays.fill(all, given[0]);
            return all;
        }
        if (given.length != rank) {
            throw new ArgumentException("expected " + what + " to be a single integer value or a list of " + rank
                    + " values to match the convolution dimensions, but got " + what + "=" + Arrays.toString(given));
        }
        return given;
    }

    static void checkInput(String op, Tensor input, int rank) {
        if (input.dim() != rank + 1 && input.dim() != rank + 2) {
            throw new ShapeException("Expected " + (rank + 1) + "D (unbatched) or " + (rank + 2)
                    + "D (batched) input to " + op + ", but got input of size: "
                    + Arrays.toString(TensorAccess.shown(input).sizes()));
        }
    }

    static void checkDTypes(Tensor input, Tensor weight, @Nullable Tensor bias) {
        if (bias != null && bias.dtype() != input.dtype()) {
            throw new DTypeException("Input type (" + input.dtype().cppName() + ") and bias type ("
                    + bias.dtype().cppName() + ") should be the same");
        }
        if (weight.dtype() != input.dtype()) {
            throw new DTypeException("expected scalar type " + input.dtype().scalarTypeName() + " but found "
                    + weight.dtype().scalarTypeName() + ": input and weight of a convolution have one dtype");
        }
    }

    static void checkSpec(ConvSpec s, Tensor weight) {
        if (weight.dim() < 3) {
            throw new ShapeException("weight should have at least three dimensions");
        }
        for (int d = 0; d < s.spatialRank(); d++) {
            if (s.dilation()[d] <= 0) {
                throw new ArgumentException(
                        "dilation should be greater than zero, but got " + Arrays.toString(s.dilation()));
            }
            if (s.padding()[d] < 0) {
                throw new ArgumentException("negative padding is not supported");
            }
            if (s.stride()[d] <= 0) {
                throw new ArgumentException("non-positive stride is not supported");
            }
        }
        if (s.groups() <= 0) {
            throw new ArgumentException("non-positive groups is not supported");
        }
    }

    /** Checks of a batched input against the weight [O, C / groups, *], and the sizes of the result. */
    static long[] outputSizes(long[] input, long[] weight, long @Nullable [] bias, ConvSpec s) {
        checkWeight(input, weight, s, false);
        if (weight[0] % s.groups() != 0) {
            throw new ShapeException("Given groups=" + s.groups() + ", expected weight to be divisible by " + s.groups()
                    + " at dimension 0, but got weight of size [" + Arrays.toString(weight) + "] instead");
        }
        if (input[1] != weight[1] * s.groups()) {
            throw new ShapeException("Given groups=" + s.groups() + ", weight of size " + Arrays.toString(weight)
                    + ", expected input" + Arrays.toString(input) + " to have " + weight[1] * s.groups()
                    + " channels, but got " + input[1] + " channels instead");
        }
        if (bias != null && (bias.length != 1 || bias[0] != weight[0])) {
            throw new ShapeException("Given weight of size " + Arrays.toString(weight)
                    + ", expected bias to be 1-dimensional with " + weight[0] + " elements, but got bias of size "
                    + Arrays.toString(bias) + " instead");
        }
        int rank = s.spatialRank();
        long[] out = new long[rank + 2];
        out[0] = input[0];
        out[1] = weight[0];
        long[] padded = new long[rank];
        long[] kernel = new long[rank];
        boolean fits = true;
        for (int d = 0; d < rank; d++) {
            padded[d] = input[d + 2] + 2 * s.padding()[d];
            kernel[d] = s.dilation()[d] * (weight[d + 2] - 1) + 1;
            fits &= padded[d] >= kernel[d];
            out[d + 2] = (padded[d] - kernel[d]) / s.stride()[d] + 1;
        }
        if (!fits) {
            throw new ShapeException("Calculated padded input size per channel: (" + crossed(padded)
                    + "). Kernel size: (" + crossed(kernel)
                    + "). Kernel size can't be greater than actual input size");
        }
        return out;
    }

    /** The same for a transposed convolution with weight [C, O / groups, *]. */
    static long[] transposedSizes(
            long[] input, long[] weight, long @Nullable [] bias, ConvSpec s, long[] outputPadding) {
        checkWeight(input, weight, s, true);
        if (input[1] != weight[0]) {
            throw new ShapeException("Given transposed=1, weight of size " + Arrays.toString(weight)
                    + ", expected input" + Arrays.toString(input) + " to have " + weight[0] + " channels, but got "
                    + input[1] + " channels instead");
        }
        long channels = weight[1] * s.groups();
        if (bias != null && (bias.length != 1 || bias[0] != channels)) {
            throw new ShapeException("Given transposed=1, weight of size " + Arrays.toString(weight)
                    + ", expected bias to be 1-dimensional with " + channels + " elements, but got bias of size "
                    + Arrays.toString(bias) + " instead");
        }
        int rank = s.spatialRank();
        long[] out = new long[rank + 2];
        out[0] = input[0];
        out[1] = channels;
        boolean fits = true;
        for (int d = 0; d < rank; d++) {
            long extra = outputPadding[d];
            if (extra < 0) {
                throw new ArgumentException("negative output_padding is not supported");
            }
            if (extra >= s.stride()[d] && extra >= s.dilation()[d]) {
                throw new ArgumentException(
                        "output padding must be smaller than either stride or dilation, but got output_padding: "
                                + Arrays.toString(outputPadding) + " stride: " + Arrays.toString(s.stride())
                                + " dilation: " + Arrays.toString(s.dilation()));
            }
            out[d + 2] = (input[d + 2] - 1) * s.stride()[d]
                    - 2 * s.padding()[d]
                    + s.dilation()[d] * (weight[d + 2] - 1)
                    + extra
                    + 1;
            fits &= out[d + 2] > 0;
        }
        if (!fits) {
            throw new ShapeException("Given input size per channel: ("
                    + crossed(Arrays.copyOfRange(input, 2, rank + 2)) + "). Calculated output size per channel: ("
                    + crossed(Arrays.copyOfRange(out, 2, rank + 2)) + "). Output size is too small");
        }
        return out;
    }

    private static void checkWeight(long[] input, long[] weight, ConvSpec s, boolean transposed) {
        if (weight.length != input.length) {
            throw new ShapeException("Expected " + weight.length + "-dimensional input for " + weight.length
                    + "-dimensional weight " + Arrays.toString(weight) + ", but got " + input.length
                    + "-dimensional input of size " + Arrays.toString(input) + " instead");
        }
        if (weight[0] < s.groups()) {
            throw new ShapeException("Given groups=" + s.groups() + ", expected weight to be at least " + s.groups()
                    + " at dimension 0, but got weight of size " + Arrays.toString(weight) + " instead");
        }
        if (transposed && weight[0] % s.groups() != 0) {
            throw new ShapeException("Given groups=" + s.groups() + ", expected weight to be divisible by " + s.groups()
                    + " at dimension 0, but got weight of size [" + Arrays.toString(weight) + "] instead");
        }
        for (int d = 2; d < weight.length; d++) {
            if (weight[d] <= 0) {
                throw new ShapeException("weight of a convolution has an empty kernel: " + Arrays.toString(weight));
            }
            if (input[d] <= 0 && input[0] != 0 && input[1] != 0) {
                throw new ShapeException("Only zero batch or zero channel inputs are supported, but got input shape: "
                        + Arrays.toString(input));
            }
        }
    }

    private static String crossed(long[] sizes) {
        StringBuilder b = new StringBuilder();
        for (int d = 0; d < sizes.length; d++) {
            b.append(d == 0 ? "" : " x ").append(sizes[d]);
        }
        return b.toString();
    }
}
