package dev.jgrad.nn.layer;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.ValuesIndices;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What fractional pooling in two and in three dimensions have in common. */
abstract sealed class FractionalMaxPool extends Module permits FractionalMaxPool2d, FractionalMaxPool3d {
    private final int rank;
    private final Extent kernelSize;
    private final @Nullable Extent outputSize;
    private final double @Nullable [] outputRatio;
    private @Nullable Tensor randomSamples;
    private boolean returnIndices;

    FractionalMaxPool(
            int rank,
            Extent kernelSize,
            @Nullable Extent outputSize,
            double @Nullable [] outputRatio,
            @Nullable Tensor randomSamples) {
        if (outputSize == null && outputRatio == null) {
            throw new ArgumentException(
                    "FractionalMaxPool" + rank + "d requires specifying either an output size, or a pooling ratio");
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
        this.rank = rank;
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
        long[] kernel = kernelSize.expand(rank);
        long[] output = outputSize == null ? null : outputSize.expand(rank);
        return rank == 2
                ? Functional.fractionalMaxPool2dWithIndices(input, kernel, output, outputRatio, randomSamples)
                : Functional.fractionalMaxPool3dWithIndices(input, kernel, output, outputRatio, randomSamples);
    }

    void setReturnIndices() {
        returnIndices = true;
    }

    @Override
    protected List<@Nullable Tensor> forwardAll(List<@Nullable Tensor> inputs) {
        Tensor input = inputs.size() == 1 ? inputs.getFirst() : null;
        return returnIndices && input != null ? withIndices(input).both() : super.forwardAll(inputs);
    }
}
