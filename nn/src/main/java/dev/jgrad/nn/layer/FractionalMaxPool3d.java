package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The greatest element of windows at random places. {@code torch.nn.FractionalMaxPool3d}. */
public final class FractionalMaxPool3d extends FractionalMaxPool {
    /** For an output of a given size. */
    public FractionalMaxPool3d(Extent kernelSize, Extent outputSize) {
        this(kernelSize, outputSize, null, null);
    }

    /** For an output by a ratio in (0, 1), one for all spatial dimensions or one for each. */
    public FractionalMaxPool3d(Extent kernelSize, double... outputRatio) {
        this(kernelSize, null, outputRatio, null);
    }

    /**
     * With all settings.
     *
     * @param kernelSize size of a window
     * @param outputSize what comes out; or null, and {@code outputRatio} says
     * @param outputRatio one ratio in (0, 1) for all spatial dimensions, or one for each; null with {@code outputSize}
     * @param randomSamples where the windows lie, (batch, channels, 3) numbers in [0, 1); null for new ones in each call
     */
    public FractionalMaxPool3d(
            Extent kernelSize,
            @Nullable Extent outputSize,
            double @Nullable [] outputRatio,
            @Nullable Tensor randomSamples) {
        super(3, kernelSize, outputSize, outputRatio, randomSamples);
    }

    /**
     * Makes {@link #callAll(List)} give the positions of the elements as second result: {@code return_indices=True}.
     *
     * @return this
     */
    public FractionalMaxPool3d returnIndices() {
        setReturnIndices();
        return this;
    }
}
