package dev.jgrad.nn.layer;

import dev.jgrad.data.DType;
import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.nn.init.Init;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** What batch and instance normalisation share: factor, summand, running statistics, printing. */
abstract class RunningNorm extends Module {
    long numFeatures;
    NormOptions options;

    @Nullable
    Tensor weight;

    @Nullable
    Tensor bias;

    @Nullable
    Tensor runningMean;

    @Nullable
    Tensor runningVar;

    @Nullable
    Tensor numBatchesTracked;

    RunningNorm(long numFeatures, NormOptions options) {
        this.numFeatures = numFeatures;
        this.options = options;
        if (options.affine()) {
            weight = registerParameter("weight", Tensors.empty(numFeatures));
            if (options.bias()) {
                bias = registerParameter("bias", Tensors.empty(numFeatures));
            } else {
                registerNoParameter("bias");
            }
        } else {
            registerNoParameter("weight");
            registerNoParameter("bias");
        }
        if (options.trackRunningStats()) {
            runningMean = registerBuffer("running_mean", Tensors.zeros(numFeatures));
            runningVar = registerBuffer("running_var", Tensors.ones(numFeatures));
            numBatchesTracked =
                    registerBuffer("num_batches_tracked", Tensors.full(TensorOptions.dtype(DType.INT64), 0L));
        }
        resetParameters();
    }

    /** True for a lazy layer that has not seen an input. */
    private boolean isUnknown() {
        return numFeatures == 0 && this instanceof Lazily;
    }

    /** Sees an input before it is used, and takes the number of channels from it where that is not known yet. */
    final void prepare(Tensor input, int channelDim) {
        if (isUnknown()) {
            initialize(input.size(channelDim));
        }
    }

    /** Gives all tensors their size. */
    private void initialize(long channels) {
        numFeatures = channels;
        for (Tensor tensor : new @Nullable Tensor[] {weight, bias, runningMean, runningVar}) {
            if (tensor != null) {
                Lazily.resize(tensor, channels);
            }
        }
        resetParameters();
    }

    @Override
    protected boolean adoptShape(String name, Tensor given) {
        if (!isUnknown() || given.dim() != 1) {
            return false;
        }
        initialize(given.size(0));
        return true;
    }

    @Override
    protected String typeName() {
        return this instanceof Lazily lazy ? Lazily.typeName(lazy, numFeatures != 0) : super.typeName();
    }

    /** The number of channels. */
    public final long numFeatures() {
        return numFeatures;
    }

    /** What was asked for: eps, momentum, affine, running statistics. */
    public final NormOptions options() {
        return options;
    }

    /** Forgets the running statistics: mean 0, variance 1. */
    public final void resetRunningStats() {
        if (runningMean != null && runningVar != null && numBatchesTracked != null) {
            runningMean.zero_();
            runningVar.fill_(1);
            numBatchesTracked.zero_();
        }
    }

    /** Ends the running statistics: every batch is normalised by its own. */
    final void dropRunningStats() {
        if (options.trackRunningStats()) {
            removeMember("running_mean");
            removeMember("running_var");
            removeMember("num_batches_tracked");
            runningMean = null;
            runningVar = null;
            numBatchesTracked = null;
            options = options.withTrackRunningStats(false);
        }
    }

    /** Starts anew: factor 1, summand 0, no statistics. */
    public final void resetParameters() {
        resetRunningStats();
        if (weight != null) {
            Init.ones_(weight);
        }
        if (bias != null) {
            Init.zeros_(bias);
        }
    }

    /** The factor per channel, or null. */
    public final @Nullable Tensor weight() {
        return weight;
    }

    /** The summand per channel, or null. */
    public final @Nullable Tensor bias() {
        return bias;
    }

    /** The running mean per channel, or null. */
    public final @Nullable Tensor runningMean() {
        return runningMean;
    }

    /** The running variance per channel, or null. */
    public final @Nullable Tensor runningVar() {
        return runningVar;
    }

    final ShapeException wrongDims(String expected, Tensor input) {
        return new ShapeException("expected " + expected + " input (got " + input.dim() + "D input)");
    }

    /** Before 0.4.1, PyTorch did not count batches. */
    @Override
    protected final boolean mayBeMissing(String name) {
        return name.equals("num_batches_tracked");
    }

    @Override
    protected final String extraRepr() {
        Double momentum = options.momentum();
        return numFeatures + ", eps=" + Repr.of(options.eps()) + ", momentum=" + Repr.of((Object) momentum)
                + ", affine="
                + Repr.of(options.affine()) + ", bias=" + Repr.of(bias != null) + ", track_running_stats="
                + Repr.of(options.trackRunningStats());
    }
}
