package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Batch normalisation of any number of spatial dimensions. */
abstract class BatchNorm extends RunningNorm {
    BatchNorm(long numFeatures, NormOptions options) {
        super(numFeatures, options);
    }

    abstract void checkDims(Tensor input);

    @Override
    public final Tensor forward(Tensor input) {
        checkDims(input);
        prepare(input, 1);
        boolean training = isTraining();
        Double momentum = options.momentum();
        double factor = momentum == null ? 0 : momentum;
        Tensor batches = numBatchesTracked;
        if (training && batches != null) {
            batches.add_(1);
            if (momentum == null) {
                factor = 1.0 / batches.itemLong();
            }
        }
        boolean ofThisBatch = training || runningMean == null;
        boolean withRunning = !training || options.trackRunningStats();
        @Nullable Tensor mean = withRunning ? runningMean : null;
        @Nullable Tensor var = withRunning ? runningVar : null;
        return Functional.batchNorm(input, mean, var, weight, bias, ofThisBatch, factor, options.eps());
    }
}
