package dev.jgrad.nn.layer;

/**
 * Normalises each channel of each sample: (batch, channels, height, width). Ulyanov and others 2016; {@code
 * torch.nn.InstanceNorm2d}.
 */
public class InstanceNorm2d extends InstanceNorm {
    /** With PyTorch's defaults: nothing learned, no running statistics. */
    public InstanceNorm2d(long numFeatures) {
        this(numFeatures, NormOptions.INSTANCE);
    }

    /** With all settings. */
    public InstanceNorm2d(long numFeatures, NormOptions options) {
        super(2, numFeatures, options);
    }
}
