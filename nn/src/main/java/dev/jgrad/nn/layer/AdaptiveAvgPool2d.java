package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The mean of windows that are chosen for a size of the result: (batch, channels, height, width). {@code torch.nn.AdaptiveAvgPool2d}. */
public final class AdaptiveAvgPool2d extends Module {
    private final OutputSize outputSize;

    /** The same size in all dimensions, or one per dimension. */
    public AdaptiveAvgPool2d(long... outputSize) {
        this(OutputSize.of(outputSize));
    }

    /**
     * With all settings.
     *
     * @param outputSize sizes, some of which may be kept from the input
     */
    public AdaptiveAvgPool2d(OutputSize outputSize) {
        this.outputSize = outputSize;
    }

    /** The sizes of the result. */
    public OutputSize outputSize() {
        return outputSize;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.adaptiveAvgPool2d(input, outputSize.resolve(input, 2));
    }

    @Override
    protected String extraRepr() {
        return "output_size=" + outputSize;
    }
}
