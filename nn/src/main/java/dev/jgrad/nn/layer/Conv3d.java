package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Convolves volumes with learned kernels: (batch, channels, depth, height, width) or (channels, depth, height, width). {@code torch.nn.Conv3d}. */
public class Conv3d extends ConvNd {
    /** With stride 1 and no padding. */
    public Conv3d(long inChannels, long outChannels, long kernelSize) {
        this(inChannels, outChannels, kernelSize, ConvOptions.DEFAULT);
    }

    /** With stride and padding that are the same in all dimensions. */
    public Conv3d(long inChannels, long outChannels, long kernelSize, long stride, long padding) {
        this(inChannels, outChannels, kernelSize, ConvOptions.stride(stride).withPadding(padding));
    }

    /** With a kernel that is the same in all dimensions. */
    public Conv3d(long inChannels, long outChannels, long kernelSize, ConvOptions options) {
        this(inChannels, outChannels, Extent.of(kernelSize), options);
    }

    /** With all settings. */
    public Conv3d(long inChannels, long outChannels, Extent kernelSize, ConvOptions options) {
        super(3, false, inChannels, outChannels, kernelSize, options);
    }

    @Override
    Tensor convolve(Tensor input) {
        if (padsItself()) {
            return Functional.conv3d(padded(input), weight(), bias(), stride, new long[3], dilation, options.groups());
        }
        String named = options.paddingName();
        return named != null
                ? Functional.conv3d(input, weight(), bias(), stride, named, dilation, options.groups())
                : Functional.conv3d(input, weight(), bias(), stride, padding, dilation, options.groups());
    }

    @Override
    ConvNd withBias() {
        return new Conv3d(inChannels(), outChannels(), kernelSize(), options.withBias(true));
    }
}
