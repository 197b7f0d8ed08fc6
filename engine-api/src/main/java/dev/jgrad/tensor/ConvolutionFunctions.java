package dev.jgrad.tensor;

import dev.jgrad.op.Convolution;
import dev.jgrad.op.MatmulOps;
import org.jspecify.annotations.Nullable;

/**
 * Linear layers and convolutions among {@link Functional}, which is the name to use. An array for stride, padding or
 * dilation has one number per spatial dimension, or one for all.
 */
public abstract sealed class ConvolutionFunctions extends ActivationFunctions permits PoolingFunctions {
    private static final long[] ZERO = {0};
    private static final long[] ONE = {1};

    ConvolutionFunctions() {}

    /** input @ weight.T + bias; input [*, in], weight [out, in]. */
    public static Tensor linear(Tensor input, Tensor weight, @Nullable Tensor bias) {
        return MatmulOps.linear(input, weight, bias);
    }

    /** input @ weight.T. */
    public static Tensor linear(Tensor input, Tensor weight) {
        return MatmulOps.linear(input, weight, null);
    }

    /** {@link #conv1d(Tensor, Tensor, Tensor, long[], long[], long[], long)} with stride 1 and no padding. */
    public static Tensor conv1d(Tensor input, Tensor weight, @Nullable Tensor bias) {
        return conv1d(input, weight, bias, ONE, ZERO, ONE, 1);
    }

    /** The same with one stride and one border for all dimensions. */
    public static Tensor conv1d(Tensor input, Tensor weight, @Nullable Tensor bias, long stride, long padding) {
        return conv1d(input, weight, bias, new long[] {stride}, new long[] {padding}, new long[] {1}, 1);
    }

    /**
     * Cross-correlation of [N, C, L] or [C, L] with weight [O, C / groups, K].
     *
     * @throws dev.jgrad.data.ShapeException when channels do not match or the kernel is larger than the padded input
     */
    public static Tensor conv1d(
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            long[] padding,
            long[] dilation,
            long groups) {
        return Convolution.convolution(1, input, weight, bias, stride, padding, dilation, groups);
    }

    /**
     * Cross-correlation of [time, batch, in channels] with weight [width, in channels, out channels], {@code pad} zeros at
     * both ends.
     *
     * @throws dev.jgrad.data.ShapeException when an operand has another number of dimensions or channels do not match
     */
    public static Tensor convTbc(Tensor input, Tensor weight, Tensor bias, int pad) {
        return Convolution.timeFirst(input, weight, bias, pad);
    }

    /** The same with padding {@code "same"} or {@code "valid"}. */
    public static Tensor conv1d(
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            String padding,
            long[] dilation,
            long groups) {
        return Convolution.convolution(1, input, weight, bias, stride, padding, dilation, groups);
    }

    /** {@link #conv2d(Tensor, Tensor, Tensor, long[], long[], long[], long)} with stride 1 and no padding. */
    public static Tensor conv2d(Tensor input, Tensor weight, @Nullable Tensor bias) {
        return conv2d(input, weight, bias, ONE, ZERO, ONE, 1);
    }

    /** The same with one stride and one border for all dimensions. */
    public static Tensor conv2d(Tensor input, Tensor weight, @Nullable Tensor bias, long stride, long padding) {
        return conv2d(input, weight, bias, new long[] {stride}, new long[] {padding}, new long[] {1}, 1);
    }

    /**
     * Cross-correlation of [N, C, H, W] or [C, H, W] with weight [O, C / groups, KH, KW].
     *
     * @throws dev.jgrad.data.ShapeException when channels do not match or the kernel is larger than the padded input
     */
    public static Tensor conv2d(
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            long[] padding,
            long[] dilation,
            long groups) {
        return Convolution.convolution(2, input, weight, bias, stride, padding, dilation, groups);
    }

    /** The same with padding {@code "same"} or {@code "valid"}. */
    public static Tensor conv2d(
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            String padding,
            long[] dilation,
            long groups) {
        return Convolution.convolution(2, input, weight, bias, stride, padding, dilation, groups);
    }

    /** {@link #conv3d(Tensor, Tensor, Tensor, long[], long[], long[], long)} with stride 1 and no padding. */
    public static Tensor conv3d(Tensor input, Tensor weight, @Nullable Tensor bias) {
        return conv3d(input, weight, bias, ONE, ZERO, ONE, 1);
    }

    /** The same with one stride and one border for all dimensions. */
    public static Tensor conv3d(Tensor input, Tensor weight, @Nullable Tensor bias, long stride, long padding) {
        return conv3d(input, weight, bias, new long[] {stride}, new long[] {padding}, new long[] {1}, 1);
    }

    /**
     * Cross-correlation of [N, C, D, H, W] or [C, D, H, W] with weight [O, C / groups, KD, KH, KW].
     *
     * @throws dev.jgrad.data.ShapeException when channels do not match or the kernel is larger than the padded input
     */
    public static Tensor conv3d(
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            long[] padding,
            long[] dilation,
            long groups) {
        return Convolution.convolution(3, input, weight, bias, stride, padding, dilation, groups);
    }

    /** The same with padding {@code "same"} or {@code "valid"}. */
    public static Tensor conv3d(
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            String padding,
            long[] dilation,
            long groups) {
        return Convolution.convolution(3, input, weight, bias, stride, padding, dilation, groups);
    }

    /** Transposed convolution of [N, C, L] or [C, L] with weight [C, O / groups, K]. */
    public static Tensor convTranspose1d(
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            long[] padding,
            long[] outputPadding,
            long groups,
            long[] dilation) {
        return Convolution.transposed(1, input, weight, bias, stride, padding, outputPadding, groups, dilation);
    }

    /** Transposed convolution of [N, C, H, W] or [C, H, W] with weight [C, O / groups, KH, KW]. */
    public static Tensor convTranspose2d(
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            long[] padding,
            long[] outputPadding,
            long groups,
            long[] dilation) {
        return Convolution.transposed(2, input, weight, bias, stride, padding, outputPadding, groups, dilation);
    }

    /** Transposed convolution of [N, C, D, H, W] or [C, D, H, W] with weight [C, O / groups, KD, KH, KW]. */
    public static Tensor convTranspose3d(
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            long[] padding,
            long[] outputPadding,
            long groups,
            long[] dilation) {
        return Convolution.transposed(3, input, weight, bias, stride, padding, outputPadding, groups, dilation);
    }
}
