package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Tensor;

/**
 * Normalises each channel over the batch, in evaluation by running statistics: (batch, features) or (batch, features, length). Ioffe,
 * Szegedy 2015; {@code torch.nn.BatchNorm1d}.
 */
public class BatchNorm1d extends BatchNorm {
    /** With PyTorch's defaults. */
    public BatchNorm1d(long numFeatures) {
        this(numFeatures, NormOptions.BATCH);
    }

    /** With all settings. */
    public BatchNorm1d(long numFeatures, NormOptions options) {
        super(numFeatures, options);
    }

    @Override
    void checkDims(Tensor input) {
        if (input.dim() != 2 && input.dim() != 3) {
            throw wrongDims("2D or 3D", input);
        }
    }
}
