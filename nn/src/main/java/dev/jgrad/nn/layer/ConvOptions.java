package dev.jgrad.nn.layer;

import org.jspecify.annotations.Nullable;

/**
 * What PyTorch names by keyword for convolutions.
 *
 * @param stride distance between two windows
 * @param padding added on both sides of each dimension
 * @param paddingName {@code same} or {@code valid} in place of {@code padding}, or null
 * @param dilation distance between two elements of the kernel
 * @param groups number of groups of channels that do not see each other
 * @param bias adds a learned number per output channel
 * @param paddingMode what lies beyond the border
 * @param outputPadding added on one side of the result; transposed convolutions only
 */
public record ConvOptions(
        Extent stride,
        Extent padding,
        @Nullable String paddingName,
        Extent dilation,
        long groups,
        boolean bias,
        PaddingMode paddingMode,
        Extent outputPadding) {
    /** PyTorch's defaults. */
    public static final ConvOptions DEFAULT =
            new ConvOptions(Extent.of(1), Extent.of(0), null, Extent.of(1), 1, true, PaddingMode.ZEROS, Extent.of(0));

    /** The defaults with another stride. */
    public static ConvOptions stride(long... value) {
        return DEFAULT.withStride(value);
    }

    /** The defaults with another padding. */
    public static ConvOptions padding(long... value) {
        return DEFAULT.withPadding(value);
    }

    /** A copy with another stride, one number or one per dimension. */
    public ConvOptions withStride(long... value) {
        return new ConvOptions(
                Extent.of(value), padding, paddingName, dilation, groups, bias, paddingMode, outputPadding);
    }

    /** A copy with another padding, one number or one per dimension. */
    public ConvOptions withPadding(long... value) {
        return new ConvOptions(stride, Extent.of(value), null, dilation, groups, bias, paddingMode, outputPadding);
    }

    /** A copy whose padding is found by itself: {@code same} keeps the size of the input, {@code valid} adds nothing. */
    public ConvOptions withPadding(String name) {
        return new ConvOptions(stride, Extent.of(0), name, dilation, groups, bias, paddingMode, outputPadding);
    }

    /** A copy with another dilation, one number or one per dimension. */
    public ConvOptions withDilation(long... value) {
        return new ConvOptions(
                stride, padding, paddingName, Extent.of(value), groups, bias, paddingMode, outputPadding);
    }

    /** A copy with another number of groups. */
    public ConvOptions withGroups(long value) {
        return new ConvOptions(stride, padding, paddingName, dilation, value, bias, paddingMode, outputPadding);
    }

    /** A copy with or without a bias. */
    public ConvOptions withBias(boolean value) {
        return new ConvOptions(stride, padding, paddingName, dilation, groups, value, paddingMode, outputPadding);
    }

    /** A copy that sees something else beyond the border. */
    public ConvOptions withPaddingMode(PaddingMode value) {
        return new ConvOptions(stride, padding, paddingName, dilation, groups, bias, value, outputPadding);
    }

    /** A copy with another padding of the result, one number or one per dimension. */
    public ConvOptions withOutputPadding(long... value) {
        return new ConvOptions(stride, padding, paddingName, dilation, groups, bias, paddingMode, Extent.of(value));
    }
}
