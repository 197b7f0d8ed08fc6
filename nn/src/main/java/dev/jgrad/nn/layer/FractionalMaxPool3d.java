package dev.jgrad.nn.layer;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.ValuesIndices;
import org.jspecify.annotations.Nullable;

/** The greatest element of windows at random places. {@code torch.nn.FractionalMaxPool3d}. */
public final class FractionalMaxPool3d extends Module {
    private final Extent kernelSize;
    private final @Nullable Extent outputSize;
    private final double @Nullable [] outputRatio;

    /** For an output of a given size. */
    public FractionalMaxPool3d(Extent kernelSize, Extent outputSize) {
        this(kernelSize, outputSize, null);
    }

    /** For an output by a ratio in (0, 1), one for all spatial dimensions or one for each. */
    public FractionalMaxPool3d(Extent kernelSize, double... outputRatio) {
        this(kernelSize, null, outputRatio);
    }

    private FractionalMaxPool3d(Extent kernelSize, @Nullable Extent outputSize, double @Nullable [] outputRatio) {
        if (outputRatio != null) {
            for (double ratio : outputRatio) {
                if (!(ratio > 0 && ratio < 1)) {
                    throw new ArgumentException("output_ratio must be between 0 and 1 (got " + ratio + ")");
                }
            }
        }
        this.kernelSize = kernelSize;
        this.outputSize = outputSize;
        this.outputRatio = outputRatio == null ? null : outputRatio.clone();
    }

    @Override
    public Tensor forward(Tensor input) {
        return withIndices(input).values();
    }

    /** The greatest elements and where in the flattened input they stand. */
    public ValuesIndices withIndices(Tensor input) {
        return Functional.fractionalMaxPool3dWithIndices(
                input, kernelSize.expand(3), outputSize == null ? null : outputSize.expand(3), outputRatio, null);
    }
}
