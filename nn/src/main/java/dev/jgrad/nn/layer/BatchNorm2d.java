package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Tensor;

/**
 * Normalises each channel over the batch, in evaluation by running statistics: (batch, channels, height, width). Ioffe,
 * Szegedy 2015; {@code torch.nn.BatchNorm2d}.
 */
public class BatchNorm2d extends BatchNorm {
    /** With PyTorch's defaults. */
    public BatchNorm2d(long numFeatures) {
        this(numFeatures, NormOptions.BATCH);
    }

    /** With all settings. */
    public BatchNorm2d(long numFeatures, NormOptions options) {
        super(numFeatures, options);
    }

    @Override
    void checkDims(Tensor input) {
        if (input.dim() != 4) {
            throw wrongDims("4D", input);
        }
    }
}
