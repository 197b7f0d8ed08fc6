package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The greatest element of windows that are chosen for a size of the result: (batch, channels, length). {@code torch.nn.AdaptiveMaxPool1d}. */
public final class AdaptiveMaxPool1d extends Module {
    private final OutputSize outputSize;

    /** The same size in all dimensions, or one per dimension. */
    public AdaptiveMaxPool1d(long... outputSize) {
        this(OutputSize.of(outputSize));
    }

    /**
     * With all settings.
     *
     * @param outputSize sizes, some of which may be kept from the input
     */
    public AdaptiveMaxPool1d(OutputSize outputSize) {
        this.outputSize = outputSize;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.adaptiveMaxPool1d(input, outputSize.resolve(input, 1));
    }

    @Override
    protected String extraRepr() {
        return "output_size=" + outputSize;
    }
}
