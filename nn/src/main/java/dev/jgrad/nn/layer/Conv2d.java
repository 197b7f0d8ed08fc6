package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Convolves images with learned kernels: (batch, channels, height, width) or (channels, height, width). {@code torch.nn.Conv2d}. */
public class Conv2d extends ConvNd {
    /** With stride 1 and no padding. */
    public Conv2d(long inChannels, long outChannels, long kernelSize) {
        this(inChannels, outChannels, kernelSize, ConvOptions.DEFAULT);
    }

    /** With stride and padding that are the same in all dimensions. */
    public Conv2d(long inChannels, long outChannels, long kernelSize, long stride, long padding) {
        this(inChannels, outChannels, kernelSize, ConvOptions.stride(stride).withPadding(padding));
    }

    /** With a kernel that is the same in all dimensions. */
    public Conv2d(long inChannels, long outChannels, long kernelSize, ConvOptions options) {
        this(inChannels, outChannels, Extent.of(kernelSize), options);
    }

    /** With all settings. */
    public Conv2d(long inChannels, long outChannels, Extent kernelSize, ConvOptions options) {
        super(2, false, inChannels, outChannels, kernelSize, options);
    }

    @Override
    Tensor convolve(Tensor input) {
        if (padsItself()) {
            return Functional.conv2d(padded(input), weight(), bias(), stride, new long[2], dilation, options.groups());
        }
        String named = options.paddingName();
        return named != null
                ? Functional.conv2d(input, weight(), bias(), stride, named, dilation, options.groups())
                : Functional.conv2d(input, weight(), bias(), stride, padding, dilation, options.groups());
    }

    @Override
    ConvNd withBias() {
        return new Conv2d(inChannels(), outChannels(), kernelSize(), options.withBias(true));
    }
}
