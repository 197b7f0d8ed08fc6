package dev.jgrad.nn.layer;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.nn.init.Init;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** Normalises groups of channels of each sample: (batch, channels, *). Wu, He 2018; {@code torch.nn.GroupNorm}. */
public final class GroupNorm extends Module {
    private final long numGroups;
    private final long numChannels;
    private final double eps;
    private final boolean affine;
    private @Nullable Tensor weight;
    private @Nullable Tensor bias;

    /** With learned factors and summands. */
    public GroupNorm(long numGroups, long numChannels) {
        this(numGroups, numChannels, 1e-5, true, true);
    }

    /**
     * With all settings.
     *
     * @param eps added to the variance
     * @param affine learns a factor per channel
     * @param bias learns a summand per channel, where {@code affine}
     */
    public GroupNorm(long numGroups, long numChannels, double eps, boolean affine, boolean bias) {
        if (numChannels % numGroups != 0) {
            throw new ArgumentException(
                    "num_channels (" + numChannels + ") must be divisible by num_groups (" + numGroups + ")");
        }
        this.numGroups = numGroups;
        this.numChannels = numChannels;
        this.eps = eps;
        this.affine = affine;
        if (affine) {
            weight = registerParameter("weight", Init.ones_(Tensors.empty(numChannels)));
        } else {
            registerNoParameter("weight");
        }
        if (affine && bias) {
            this.bias = registerParameter("bias", Init.zeros_(Tensors.empty(numChannels)));
        } else {
            registerNoParameter("bias");
        }
    }

    /** The factor per channel, or null. */
    public @Nullable Tensor weight() {
        return weight;
    }

    /** The summand per channel, or null. */
    public @Nullable Tensor bias() {
        return bias;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.groupNorm(input, numGroups, weight, bias, eps);
    }

    @Override
    protected String extraRepr() {
        return numGroups + ", " + numChannels + ", eps=" + Repr.of(eps) + ", affine=" + Repr.of(affine) + ", bias="
                + Repr.of(bias != null);
    }
}
