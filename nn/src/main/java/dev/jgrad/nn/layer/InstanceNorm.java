package dev.jgrad.nn.layer;

import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Instance normalisation of any number of spatial dimensions. */
abstract class InstanceNorm extends RunningNorm {
    private final int dims;

    InstanceNorm(int dims, long numFeatures, NormOptions options) {
        super(numFeatures, options);
        this.dims = dims;
    }

    @Override
    public final Tensor forward(Tensor input) {
        if (input.dim() != dims + 1 && input.dim() != dims + 2) {
            throw wrongDims((dims + 1) + "D or " + (dims + 2) + "D", input);
        }
        int channelDim = input.dim() - dims - 1;
        prepare(input, channelDim);
        if (options.affine() && input.size(channelDim) != numFeatures) {
            throw new ShapeException("expected input's size at dim=" + channelDim + " to match num_features ("
                    + numFeatures + "), but got: " + input.size(channelDim) + ".");
        }
        return channelDim == 0 ? normalise(input.unsqueeze(0)).squeeze(0) : normalise(input);
    }

    private Tensor normalise(Tensor input) {
        Double momentum = options.momentum();
        return Functional.instanceNorm(
                input,
                runningMean,
                runningVar,
                weight,
                bias,
                isTraining() || !options.trackRunningStats(),
                momentum == null ? 0 : momentum,
                options.eps());
    }
}
