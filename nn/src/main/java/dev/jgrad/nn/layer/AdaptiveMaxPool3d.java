package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.ValuesIndices;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The greatest element of windows that are chosen for a size of the result: (batch, channels, depth, height, width). {@code torch.nn.AdaptiveMaxPool3d}. */
public final class AdaptiveMaxPool3d extends Module {
    private final OutputSize outputSize;
    private boolean returnIndices;

    /** The same size in all dimensions, or one per dimension. */
    public AdaptiveMaxPool3d(long... outputSize) {
        this(OutputSize.of(outputSize));
    }

    /**
     * With all settings.
     *
     * @param outputSize sizes, some of which may be kept from the input
     */
    public AdaptiveMaxPool3d(OutputSize outputSize) {
        this.outputSize = outputSize;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.adaptiveMaxPool3d(input, outputSize.resolve(input, 3));
    }

    /** The greatest elements and where in the flattened input they stand. */
    public ValuesIndices withIndices(Tensor input) {
        return Functional.adaptiveMaxPool3dWithIndices(input, outputSize.resolve(input, 3));
    }

    /**
     * Makes {@link #callAll(List)} give the positions of the elements as second result: {@code return_indices=True}.
     *
     * @return this
     */
    public AdaptiveMaxPool3d returnIndices() {
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
        return "output_size=" + outputSize;
    }
}
