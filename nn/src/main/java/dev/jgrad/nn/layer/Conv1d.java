package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Convolves signals with learned kernels: (batch, channels, length) or (channels, length). {@code torch.nn.Conv1d}. */
public class Conv1d extends ConvNd {
    /** With stride 1 and no padding. */
    public Conv1d(long inChannels, long outChannels, long kernelSize) {
        this(inChannels, outChannels, kernelSize, ConvOptions.DEFAULT);
    }

    /** With stride and padding that are the same in all dimensions. */
    public Conv1d(long inChannels, long outChannels, long kernelSize, long stride, long padding) {
        this(inChannels, outChannels, kernelSize, ConvOptions.stride(stride).withPadding(padding));
    }

    /** With a kernel that is the same in all dimensions. */
    public Conv1d(long inChannels, long outChannels, long kernelSize, ConvOptions options) {
        this(inChannels, outChannels, Extent.of(kernelSize), options);
    }

    /** With all settings. */
    public Conv1d(long inChannels, long outChannels, Extent kernelSize, ConvOptions options) {
        super(1, false, inChannels, outChannels, kernelSize, options);
    }

    @Override
    Tensor convolve(Tensor input) {
        if (padsItself()) {
            return Functional.conv1d(padded(input), weight(), bias(), stride, new long[1], dilation, options.groups());
        }
        String named = options.paddingName();
        return named != null
                ? Functional.conv1d(input, weight(), bias(), stride, named, dilation, options.groups())
                : Functional.conv1d(input, weight(), bias(), stride, padding, dilation, options.groups());
    }

    @Override
    ConvNd withBias() {
        return new Conv1d(inChannels(), outChannels(), kernelSize(), options.withBias(true));
    }
}
