package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Tensor;

/**
 * Normalises each channel over the batch, in evaluation by running statistics: (batch, channels, depth, height, width). Ioffe,
 * Szegedy 2015; {@code torch.nn.BatchNorm3d}.
 */
public class BatchNorm3d extends BatchNorm {
    /** With PyTorch's defaults. */
    public BatchNorm3d(long numFeatures) {
        this(numFeatures, NormOptions.BATCH);
    }

    /** With all settings. */
    public BatchNorm3d(long numFeatures, NormOptions options) {
        super(numFeatures, options);
    }

    @Override
    void checkDims(Tensor input) {
        if (input.dim() != 5) {
            throw wrongDims("5D", input);
        }
    }
}
