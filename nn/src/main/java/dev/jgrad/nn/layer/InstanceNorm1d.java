package dev.jgrad.nn.layer;

/**
 * Normalises each channel of each sample: (batch, channels, length). Ulyanov and others 2016; {@code
 * torch.nn.InstanceNorm1d}.
 */
public class InstanceNorm1d extends InstanceNorm {
    /** With PyTorch's defaults: nothing learned, no running statistics. */
    public InstanceNorm1d(long numFeatures) {
        this(numFeatures, NormOptions.INSTANCE);
    }

    /** With all settings. */
    public InstanceNorm1d(long numFeatures, NormOptions options) {
        super(1, numFeatures, options);
    }
}
