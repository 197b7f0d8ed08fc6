package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The mean of each window of (batch, channels, length). {@code torch.nn.AvgPool1d}. */
public final class AvgPool1d extends Module {
    private final Extent kernelSize;
    private final Extent stride;
    private final Extent padding;
    private final boolean ceilMode;
    private final boolean countIncludePad;

    /** Windows beside each other. */
    public AvgPool1d(long kernelSize) {
        this(Extent.of(kernelSize), Extent.of(kernelSize), Extent.of(0), false, true);
    }

    /**
     * With all settings.
     *
     * @param kernelSize size of a window
     * @param stride distance between two windows
     * @param padding added on both sides
     * @param ceilMode keeps windows that reach over the border
     * @param countIncludePad counts padding in the divisor
     */
    public AvgPool1d(Extent kernelSize, Extent stride, Extent padding, boolean ceilMode, boolean countIncludePad) {
        this.kernelSize = kernelSize;
        this.stride = stride;
        this.padding = padding;
        this.ceilMode = ceilMode;
        this.countIncludePad = countIncludePad;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.avgPool1d(
                input, kernelSize.expand(1), stride.expand(1), padding.expand(1), ceilMode, countIncludePad);
    }

    @Override
    protected String extraRepr() {
        return "kernel_size=" + Repr.tuple(kernelSize.expand(1)) + ", stride=" + Repr.tuple(stride.expand(1))
                + ", padding=" + Repr.tuple(padding.expand(1));
    }
}
