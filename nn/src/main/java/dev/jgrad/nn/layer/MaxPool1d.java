package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.ValuesIndices;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The greatest element of each window of (batch, channels, length). {@code torch.nn.MaxPool1d}. */
public final class MaxPool1d extends Module {
    private final Extent kernelSize;
    private final Extent stride;
    private final Extent padding;
    private final Extent dilation;
    private final boolean ceilMode;
    private boolean returnIndices;

    /** Windows beside each other. */
    public MaxPool1d(long kernelSize) {
        this(Extent.of(kernelSize));
    }

    /** Windows beside each other. */
    public MaxPool1d(Extent kernelSize) {
        this(kernelSize, kernelSize, Extent.of(0), Extent.of(1), false);
    }

    /** The same in all dimensions. */
    public MaxPool1d(long kernelSize, long stride, long padding) {
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
    public MaxPool1d(Extent kernelSize, Extent stride, Extent padding, Extent dilation, boolean ceilMode) {
        this.kernelSize = kernelSize;
        this.stride = stride;
        this.padding = padding;
        this.dilation = dilation;
        this.ceilMode = ceilMode;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.maxPool1d(
                input, kernelSize.expand(1), stride.expand(1), padding.expand(1), dilation.expand(1), ceilMode);
    }

    /** The greatest elements and where in the flattened input they stand: {@code return_indices=True}, for {@link MaxUnpool1d}. */
    public ValuesIndices withIndices(Tensor input) {
        return Functional.maxPool1dWithIndices(
                input, kernelSize.expand(1), stride.expand(1), padding.expand(1), dilation.expand(1), ceilMode);
    }

    /**
     * Makes {@link #callAll(List)} give the positions of the elements as second result: {@code return_indices=True}.
     *
     * @return this
     */
    public MaxPool1d returnIndices() {
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
