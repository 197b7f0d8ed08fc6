package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The mean of windows that are chosen for a size of the result: (batch, channels, depth, height, width). {@code torch.nn.AdaptiveAvgPool3d}. */
public final class AdaptiveAvgPool3d extends Module {
    private final OutputSize outputSize;

    /** The same size in all dimensions, or one per dimension. */
    public AdaptiveAvgPool3d(long... outputSize) {
        this(OutputSize.of(outputSize));
    }

    /**
     * With all settings.
     *
     * @param outputSize sizes, some of which may be kept from the input
     */
    public AdaptiveAvgPool3d(OutputSize outputSize) {
        this.outputSize = outputSize;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.adaptiveAvgPool3d(input, outputSize.resolve(input, 3));
    }

    @Override
    protected String extraRepr() {
        return "output_size=" + outputSize;
    }
}
