package dev.jgrad.tensor;

import dev.jgrad.op.BatchNorm;
import dev.jgrad.data.ShapeException;
import org.jspecify.annotations.Nullable;

/** Normalisation among {@link Functional}, which is the name to use. */
public abstract sealed class NormalizationFunctions extends PoolingFunctions permits LossFunctions {
    NormalizationFunctions() {}

    /**
     * Batch normalisation of [N, C, *]. Source: Ioffe and Szegedy 2015.
     *
     * @param runningMean statistics to use, updated in place when training; may be null when training
     * @param runningVar as {@code runningMean}
     * @param training whether to use this batch's statistics
     * @param momentum weight of this batch in the running statistics
     * @param eps added to the variance
     */
    public static Tensor batchNorm(
            Tensor input,
            @Nullable Tensor runningMean,
            @Nullable Tensor runningVar,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            boolean training,
            double momentum,
            double eps) {
        if (training && input.dim() >= 2) {
            long perChannel = input.numel() / Math.max(1, input.size(1));
            if (input.size(1) > 0 && perChannel == 1) {
                throw new ShapeException("Expected more than 1 value per channel when training, got input size "
                        + input.shape());
            }
        }
        return BatchNorm.batchNorm(input, runningMean, runningVar, weight, bias, training, momentum, eps);
    }
}
