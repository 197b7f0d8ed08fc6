package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The mean of each window of (batch, channels, height, width). {@code torch.nn.AvgPool2d}. */
public final class AvgPool2d extends Module {
    private final Extent kernelSize;
    private final Extent stride;
    private final Extent padding;
    private final boolean ceilMode;
    private final boolean countIncludePad;
    private final @Nullable Long divisorOverride;

    /** Windows beside each other. */
    public AvgPool2d(long kernelSize) {
        this(Extent.of(kernelSize), Extent.of(kernelSize), Extent.of(0), false, true, null);
    }

    /** The same in all dimensions. */
    public AvgPool2d(long kernelSize, long stride, long padding) {
        this(Extent.of(kernelSize), Extent.of(stride), Extent.of(padding), false, true, null);
    }

    /**
     * With all settings.
     *
     * @param kernelSize size of a window
     * @param stride distance between two windows
     * @param padding added on both sides
     * @param ceilMode keeps windows that reach over the border
     * @param countIncludePad counts padding in the divisor
     * @param divisorOverride the divisor instead of the size of a window, or null
     */
    public AvgPool2d(
            Extent kernelSize,
            Extent stride,
            Extent padding,
            boolean ceilMode,
            boolean countIncludePad,
            @Nullable Long divisorOverride) {
        this.kernelSize = kernelSize;
        this.stride = stride;
        this.padding = padding;
        this.ceilMode = ceilMode;
        this.countIncludePad = countIncludePad;
        this.divisorOverride = divisorOverride;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.avgPool2d(
                input,
                kernelSize.expand(2),
                stride.expand(2),
                padding.expand(2),
                ceilMode,
                countIncludePad,
                divisorOverride);
    }

    @Override
    protected String extraRepr() {
        return "kernel_size=" + kernelSize + ", stride=" + stride + ", padding=" + padding;
    }
}
