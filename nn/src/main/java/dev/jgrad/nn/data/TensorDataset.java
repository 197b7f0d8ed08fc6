package dev.jgrad.nn.data;

import dev.jgrad.data.IndexException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;

/** Samples that lie in two tensors, row by row: {@code torch.utils.data.TensorDataset}. */
public final class TensorDataset implements Dataset<Sample> {
    private final Tensor inputs;
    private final Tensor targets;

    /**
     * Pairs the rows of two tensors.
     *
     * @throws ShapeException when they do not have the same number of rows
     */
    public TensorDataset(Tensor inputs, Tensor targets) {
        if (inputs.dim() == 0 || targets.dim() == 0 || inputs.size(0) != targets.size(0)) {
            throw new ShapeException("Size mismatch between tensors: inputs of shape " + inputs.shape()
                    + " and targets of shape " + targets.shape() + " must have the same number of rows");
        }
        this.inputs = inputs;
        this.targets = targets;
    }

    @Override
    public int size() {
        return Math.toIntExact(inputs.size(0));
    }

    @Override
    public Sample get(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexException("sample " + index + " is out of range; there are " + size());
        }
        return new Sample(inputs.select(0, index), targets.select(0, index));
    }
}
