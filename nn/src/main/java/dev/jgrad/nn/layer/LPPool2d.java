package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The p-norm of each window of (batch, channels, height, width). {@code torch.nn.LPPool2d}. */
public final class LPPool2d extends Module {
    private final double normType;
    private final Extent kernelSize;
    private final @Nullable Extent stride;
    private final boolean ceilMode;

    /** Windows beside each other. */
    public LPPool2d(double normType, long kernelSize) {
        this(normType, Extent.of(kernelSize), null, false);
    }

    /**
     * With all settings.
     *
     * @param normType the p
     * @param kernelSize size of a window
     * @param stride distance between two windows, or null for their size
     * @param ceilMode keeps windows that reach over the border
     */
    public LPPool2d(double normType, Extent kernelSize, @Nullable Extent stride, boolean ceilMode) {
        this.normType = normType;
        this.kernelSize = kernelSize;
        this.stride = stride;
        this.ceilMode = ceilMode;
    }

    @Override
    public Tensor forward(Tensor input) {
        Extent distance = stride == null ? kernelSize : stride;
        return Functional.lpPool2d(input, normType, kernelSize.expand(2), distance.expand(2), ceilMode);
    }

    @Override
    protected String extraRepr() {
        return "norm_type=" + Numbers.text(normType, isInteger("norm_type", true)) + ", kernel_size=" + kernelSize
                + ", stride=" + Repr.of(stride) + ", ceil_mode=" + Repr.of(ceilMode);
    }
}
