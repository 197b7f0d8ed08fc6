package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The gradient of a convolution as a layer, which enlarges signals: (batch, channels, length) or (channels, length). {@code torch.nn.ConvTranspose1d}. */
public class ConvTranspose1d extends ConvNd {
    /** With stride 1 and no padding. */
    public ConvTranspose1d(long inChannels, long outChannels, long kernelSize) {
        this(inChannels, outChannels, kernelSize, ConvOptions.DEFAULT);
    }

    /** With stride and padding that are the same in all dimensions. */
    public ConvTranspose1d(long inChannels, long outChannels, long kernelSize, long stride, long padding) {
        this(inChannels, outChannels, kernelSize, ConvOptions.stride(stride).withPadding(padding));
    }

    /** With a kernel that is the same in all dimensions. */
    public ConvTranspose1d(long inChannels, long outChannels, long kernelSize, ConvOptions options) {
        this(inChannels, outChannels, Extent.of(kernelSize), options);
    }

    /** With all settings. */
    public ConvTranspose1d(long inChannels, long outChannels, Extent kernelSize, ConvOptions options) {
        super(1, true, inChannels, outChannels, kernelSize, options);
    }

    @Override
    Tensor convolve(Tensor input) {
        return Functional.convTranspose1d(
                input, weight(), bias(), stride, padding, outputPadding, options.groups(), dilation);
    }

    @Override
    ConvNd withBias() {
        return new ConvTranspose1d(inChannels(), outChannels(), kernelSize(), options.withBias(true));
    }
}
