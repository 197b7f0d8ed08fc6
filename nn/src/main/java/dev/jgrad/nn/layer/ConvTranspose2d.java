package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The gradient of a convolution as a layer, which enlarges images: (batch, channels, height, width) or (channels, height, width). {@code torch.nn.ConvTranspose2d}. */
public class ConvTranspose2d extends ConvNd {
    /** With stride 1 and no padding. */
    public ConvTranspose2d(long inChannels, long outChannels, long kernelSize) {
        this(inChannels, outChannels, kernelSize, ConvOptions.DEFAULT);
    }

    /** With stride and padding that are the same in all dimensions. */
    public ConvTranspose2d(long inChannels, long outChannels, long kernelSize, long stride, long padding) {
        this(inChannels, outChannels, kernelSize, ConvOptions.stride(stride).withPadding(padding));
    }

    /** With a kernel that is the same in all dimensions. */
    public ConvTranspose2d(long inChannels, long outChannels, long kernelSize, ConvOptions options) {
        this(inChannels, outChannels, Extent.of(kernelSize), options);
    }

    /** With all settings. */
    public ConvTranspose2d(long inChannels, long outChannels, Extent kernelSize, ConvOptions options) {
        super(2, true, inChannels, outChannels, kernelSize, options);
    }

    @Override
    Tensor convolve(Tensor input) {
        return Functional.convTranspose2d(
                input, weight(), bias(), stride, padding, outputPadding, options.groups(), dilation);
    }

    @Override
    ConvNd withBias() {
        return new ConvTranspose2d(inChannels(), outChannels(), kernelSize(), options.withBias(true));
    }
}
