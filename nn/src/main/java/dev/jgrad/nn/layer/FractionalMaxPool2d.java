package dev.jgrad.nn.layer;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.ValuesIndices;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The greatest element of windows at random places. {@code torch.nn.FractionalMaxPool2d}. */
public final class FractionalMaxPool2d extends Module {
    private final Extent kernelSize;
    private final @Nullable Extent outputSize;
    private final double @Nullable [] outputRatio;
    private @Nullable Tensor randomSamples;
    private boolean returnIndices;

    /** For an output of a given size. */
    public FractionalMaxPool2d(Extent kernelSize, Extent outputSize) {
        this(kernelSize, outputSize, null, null);
    }

    /** For an output by a ratio in (0, 1), one for all spatial dimensions or one for each. */
    public FractionalMaxPool2d(Extent kernelSize, double... outputRatio) {
        this(kernelSize, null, outputRatio, null);
    }

    /**
     * With all settings.
     *
     * @param kernelSize size of a window
     * @param outputSize what comes out; or null, and {@code outputRatio} says
     * @param outputRatio one ratio in (0, 1) for all spatial dimensions, or one for each; null with {@code outputSize}
     * @param randomSamples where the windows lie, (batch, channels, 2) numbers in [0, 1); null for new ones in each call
     */
    public FractionalMaxPool2d(
            Extent kernelSize,
            @Nullable Extent outputSize,
            double @Nullable [] outputRatio,
            @Nullable Tensor randomSamples) {
        if (outputSize == null && outputRatio == null) {
            throw new ArgumentException(
                    "FractionalMaxPool2d requires specifying either an output size, or a pooling ratio");
        }
        if (outputSize != null && outputRatio != null) {
            throw new ArgumentException("only one of output_size and output_ratio may be specified");
        }
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
        if (randomSamples != null) {
            this.randomSamples = registerBuffer("_random_samples", randomSamples);
        }
    }

    @Override
    public Tensor forward(Tensor input) {
        return withIndices(input).values();
    }

    /** The greatest elements and where in the flattened input they stand. */
    public ValuesIndices withIndices(Tensor input) {
        return Functional.fractionalMaxPool2dWithIndices(
                input,
                kernelSize.expand(2),
                outputSize == null ? null : outputSize.expand(2),
                outputRatio,
                randomSamples);
    }

    /**
     * Makes {@link #callAll(List)} give the positions of the elements as second result: {@code return_indices=True}.
     *
     * @return this
     */
    public FractionalMaxPool2d returnIndices() {
        returnIndices = true;
        return this;
    }

    @Override
    protected List<@Nullable Tensor> forwardAll(List<@Nullable Tensor> inputs) {
        Tensor input = inputs.size() == 1 ? inputs.getFirst() : null;
        return returnIndices && input != null ? withIndices(input).both() : super.forwardAll(inputs);
    }
}
