package dev.jgrad.nn.layer;

/**
 * Normalises each channel of each sample: (batch, channels, depth, height, width). Ulyanov and others 2016; {@code
 * torch.nn.InstanceNorm3d}.
 */
public class InstanceNorm3d extends InstanceNorm {
    /** With PyTorch's defaults: nothing learned, no running statistics. */
    public InstanceNorm3d(long numFeatures) {
        this(numFeatures, NormOptions.INSTANCE);
    }

    /** With all settings. */
    public InstanceNorm3d(long numFeatures, NormOptions options) {
        super(3, numFeatures, options);
    }
}
