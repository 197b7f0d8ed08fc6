package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.op.BatchNorm;
import dev.jgrad.op.InstanceNorm;
import dev.jgrad.op.LayerNorm;
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
                throw new ShapeException(
                        "Expected more than 1 value per channel when training, got input size " + input.shape());
            }
        }
        if (training && eps <= 0) {
            throw new ArgumentException("batch_norm eps must be positive during training, but got " + eps);
        }
        if (eps < 0) {
            throw new ArgumentException("batch_norm eps must be non-negative, but got " + eps);
        }
        return BatchNorm.batchNorm(input, runningMean, runningVar, weight, bias, training, momentum, eps);
    }

    /**
     * Layer normalisation over the last dimensions. Source: Ba et al. 2016.
     *
     * @param normalizedShape the sizes of these dimensions
     */
    public static Tensor layerNorm(
            Tensor input, long[] normalizedShape, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
        return LayerNorm.layerNorm(input, normalizedShape, weight, bias, eps);
    }

    /** Normalisation of groups of channels of [N, C, *]. Source: Wu and He 2018. */
    public static Tensor groupNorm(
            Tensor input, long numGroups, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
        if (input.dim() >= 2 && numGroups > 0) {
            long perGroup = input.numel() / Math.max(1, input.size(0) * numGroups);
            if (perGroup == 1 && input.size(1) % numGroups == 0 && input.size(0) == 1) {
                throw new ShapeException(
                        "Expected more than 1 value per channel when training, got input size " + input.shape());
            }
        }
        return LayerNorm.groupNorm(input, numGroups, weight, bias, eps);
    }

    /**
     * Normalisation of each channel of each sample of [N, C, *].
     *
     * @param useInputStats use the statistics of the input, not the running ones
     */
    public static Tensor instanceNorm(
            Tensor input,
            @Nullable Tensor runningMean,
            @Nullable Tensor runningVar,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            boolean useInputStats,
            double momentum,
            double eps) {
        return InstanceNorm.instanceNorm(input, runningMean, runningVar, weight, bias, useInputStats, momentum, eps);
    }

    /**
     * Division by the root of the mean of squares over the last dimensions. Source: Zhang and Sennrich 2019.
     *
     * @param eps added to the mean, or null for the dtype's machine epsilon
     */
    public static Tensor rmsNorm(Tensor input, long[] normalizedShape, @Nullable Tensor weight, @Nullable Double eps) {
        return InstanceNorm.rmsNorm(input, normalizedShape, weight, eps);
    }

    /** Normalisation over neighbouring channels. Source: Krizhevsky et al. 2012. */
    public static Tensor localResponseNorm(Tensor input, long size, double alpha, double beta, double k) {
        return InstanceNorm.localResponseNorm(input, size, alpha, beta, k);
    }

    /** Vectors along dimension 1 divided by their 2-norm. */
    public static Tensor normalize(Tensor input) {
        return normalize(input, 2, 1, 1e-12);
    }

    /** Vectors along a dimension divided by their p-norm, or by eps where that is greater. */
    public static Tensor normalize(Tensor input, double p, int dim, double eps) {
        Tensor norm = input.norm(p, new int[] {dim}, true).clampMin(eps);
        return input.div(norm.expandAs(input));
    }
}
