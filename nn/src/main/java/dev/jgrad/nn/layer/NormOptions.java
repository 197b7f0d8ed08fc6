package dev.jgrad.nn.layer;

import org.jspecify.annotations.Nullable;

/**
 * What PyTorch names by keyword for batch and instance normalisation.
 *
 * @param eps added to the variance
 * @param momentum the part of the newest statistics in the running ones, or null for the mean of all
 * @param affine learns a factor per channel
 * @param trackRunningStats keeps running statistics, which are used in evaluation
 * @param bias learns a summand per channel, where {@code affine}
 */
public record NormOptions(
        double eps, @Nullable Double momentum, boolean affine, boolean trackRunningStats, boolean bias) {
    /** PyTorch's defaults for batch normalisation. */
    public static final NormOptions BATCH = new NormOptions(1e-5, 0.1, true, true, true);

    /** PyTorch's defaults for instance normalisation. */
    public static final NormOptions INSTANCE = new NormOptions(1e-5, 0.1, false, false, true);

    /** A copy with another summand of the variance. */
    public NormOptions withEps(double value) {
        return new NormOptions(value, momentum, affine, trackRunningStats, bias);
    }

    /** A copy with another momentum, or null for the mean of all statistics. */
    public NormOptions withMomentum(@Nullable Double value) {
        return new NormOptions(eps, value, affine, trackRunningStats, bias);
    }

    /** A copy with or without learned factors. */
    public NormOptions withAffine(boolean value) {
        return new NormOptions(eps, momentum, value, trackRunningStats, bias);
    }

    /** A copy with or without running statistics. */
    public NormOptions withTrackRunningStats(boolean value) {
        return new NormOptions(eps, momentum, affine, value, bias);
    }

    /** A copy with or without learned summands. */
    public NormOptions withBias(boolean value) {
        return new NormOptions(eps, momentum, affine, trackRunningStats, value);
    }
}
