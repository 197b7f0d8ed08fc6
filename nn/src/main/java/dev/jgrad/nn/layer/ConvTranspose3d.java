package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The gradient of a convolution as a layer, which enlarges volumes: (batch, channels, depth, height, width) or (channels, depth, height, width). {@code torch.nn.ConvTranspose3d}. */
public class ConvTranspose3d extends ConvNd {
    /** With stride 1 and no padding. */
    public ConvTranspose3d(long inChannels, long outChannels, long kernelSize) {
        this(inChannels, outChannels, kernelSize, ConvOptions.DEFAULT);
    }

    /** With stride and padding that are the same in all dimensions. */
    public ConvTranspose3d(long inChannels, long outChannels, long kernelSize, long stride, long padding) {
        this(inChannels, outChannels, kernelSize, ConvOptions.stride(stride).withPadding(padding));
    }

    /** With a kernel that is the same in all dimensions. */
    public ConvTranspose3d(long inChannels, long outChannels, long kernelSize, ConvOptions options) {
        this(inChannels, outChannels, Extent.of(kernelSize), options);
    }

    /** With all settings. */
    public ConvTranspose3d(long inChannels, long outChannels, Extent kernelSize, ConvOptions options) {
        super(3, true, inChannels, outChannels, kernelSize, options);
    }

    @Override
    Tensor convolve(Tensor input) {
        return Functional.convTranspose3d(
                input, weight(), bias(), stride, padding, outputPadding, options.groups(), dilation);
    }

    @Override
    ConvNd withBias() {
        return new ConvTranspose3d(inChannels(), outChannels(), kernelSize(), options.withBias(true));
    }
}
