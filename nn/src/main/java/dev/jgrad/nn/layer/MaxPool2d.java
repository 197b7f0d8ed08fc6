package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.ValuesIndices;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The greatest element of each window of (batch, channels, height, width). {@code torch.nn.MaxPool2d}. */
public final class MaxPool2d extends Module {
    private final Extent kernelSize;
    private final Extent stride;
    private final Extent padding;
    private final Extent dilation;
    private final boolean ceilMode;
    private boolean returnIndices;

    /** Windows beside each other. */
    public MaxPool2d(long kernelSize) {
        this(Extent.of(kernelSize));
    }

    /** Windows beside each other. */
    public MaxPool2d(Extent kernelSize) {
        this(kernelSize, kernelSize, Extent.of(0), Extent.of(1), false);
    }

    /** The same in all dimensions. */
    public MaxPool2d(long kernelSize, long stride, long padding) {
        this(Extent.of(kernelSize), Extent.of(stride), Extent.of(padding), Extent.of(1), false);
    }

    /**
     * With all settings.
     *
     * @param kernelSize size of a window
     * @param stride distance between two windows
     * @param padding added on both sides
     * @param dilation distance between two elements of a window
     * @param ceilMode keeps windows that reach over the border
     */
    public MaxPool2d(Extent kernelSize, Extent stride, Extent padding, Extent dilation, boolean ceilMode) {
        this.kernelSize = kernelSize;
        this.stride = stride;
        this.padding = padding;
        this.dilation = dilation;
        this.ceilMode = ceilMode;
    }

    /** The sizes of the window. */
    public Extent kernelSize() {
        return kernelSize;
    }

    /** The steps of the window. */
    public Extent stride() {
        return stride;
    }

    /** The border on both sides. */
    public Extent padding() {
        return padding;
    }

    /** The distances between the window's elements. */
    public Extent dilation() {
        return dilation;
    }

    /** True when a window may reach over the border. */
    public boolean ceilMode() {
        return ceilMode;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.maxPool2d(
                input, kernelSize.expand(2), stride.expand(2), padding.expand(2), dilation.expand(2), ceilMode);
    }

    /** The greatest elements and where in the flattened input they stand: {@code return_indices=True}, for {@link MaxUnpool2d}. */
    public ValuesIndices withIndices(Tensor input) {
        return Functional.maxPool2dWithIndices(
                input, kernelSize.expand(2), stride.expand(2), padding.expand(2), dilation.expand(2), ceilMode);
    }

    /**
     * Makes {@link #callAll(List)} give the positions of the elements as second result: {@code return_indices=True}.
     *
     * @return this
     */
    public MaxPool2d returnIndices() {
        returnIndices = true;
        return this;
    }

    @Override
    protected List<@Nullable Tensor> forwardAll(List<@Nullable Tensor> inputs) {
        Tensor input = inputs.size() == 1 ? inputs.getFirst() : null;
        return returnIndices && input != null ? withIndices(input).both() : super.forwardAll(inputs);
    }

    @Override
    protected String extraRepr() {
        return "kernel_size=" + kernelSize + ", stride=" + stride + ", padding=" + padding + ", dilation=" + dilation
                + ", ceil_mode=" + Repr.of(ceilMode);
    }
}
