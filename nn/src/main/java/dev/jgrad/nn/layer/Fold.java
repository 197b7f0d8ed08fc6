package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Adds columns up to windows of an image, the counterpart of {@link Unfold}. {@code torch.nn.Fold}. */
public final class Fold extends Module {
    private final Extent outputSize;
    private final Extent kernelSize;
    private final Extent dilation;
    private final Extent padding;
    private final Extent stride;

    /** Windows at every place. */
    public Fold(Extent outputSize, Extent kernelSize) {
        this(outputSize, kernelSize, Extent.of(1), Extent.of(0), Extent.of(1));
    }

    /**
     * With all settings.
     *
     * @param outputSize height and width of the result
     * @param kernelSize size of a window
     * @param dilation distance between two elements of a window
     * @param padding added on both sides
     * @param stride distance between two windows
     */
    public Fold(Extent outputSize, Extent kernelSize, Extent dilation, Extent padding, Extent stride) {
        this.outputSize = outputSize;
        this.kernelSize = kernelSize;
        this.dilation = dilation;
        this.padding = padding;
        this.stride = stride;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.fold(
                input,
                outputSize.expand(2),
                kernelSize.expand(2),
                dilation.expand(2),
                padding.expand(2),
                stride.expand(2));
    }

    @Override
    protected String extraRepr() {
        return "output_size=" + outputSize + ", kernel_size=" + kernelSize + ", dilation=" + dilation + ", padding="
                + padding + ", stride=" + stride;
    }
}
