package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Cuts windows out as columns: (batch, channels, *) to (batch, channels times elements of a window, windows). {@code torch.nn.Unfold}. */
public final class Unfold extends Module {
    private final Extent kernelSize;
    private final Extent dilation;
    private final Extent padding;
    private final Extent stride;

    /** Windows at every place. */
    public Unfold(long kernelSize) {
        this(Extent.of(kernelSize), Extent.of(1), Extent.of(0), Extent.of(1));
    }

    /**
     * With all settings.
     *
     * @param kernelSize size of a window
     * @param dilation distance between two elements of a window
     * @param padding added on both sides
     * @param stride distance between two windows
     */
    public Unfold(Extent kernelSize, Extent dilation, Extent padding, Extent stride) {
        this.kernelSize = kernelSize;
        this.dilation = dilation;
        this.padding = padding;
        this.stride = stride;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.unfold(input, kernelSize.expand(2), dilation.expand(2), padding.expand(2), stride.expand(2));
    }

    @Override
    protected String extraRepr() {
        return "kernel_size=" + kernelSize + ", dilation=" + dilation + ", padding=" + padding + ", stride=" + stride;
    }
}
