package dev.jgrad.nn.init;

import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;

/**
 * How many inputs and outputs an element of a layer has.
 *
 * @param in inputs of an output element
 * @param out outputs of an input element
 */
public record Fans(long in, long out) {
    /**
     * From a weight: outputs, inputs, then the receptive field.
     *
     * @throws ShapeException when it has fewer than two dimensions
     */
    public static Fans of(Tensor weight) {
        if (weight.dim() < 2) {
            throw new ShapeException("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
        }
        long field = 1;
        for (int dim = 2; dim < weight.dim(); dim++) {
            field *= weight.size(dim);
        }
        return new Fans(weight.size(1) * field, weight.size(0) * field);
    }

    /** The number for a mode. */
    public long of(FanMode mode) {
        return mode == FanMode.FAN_IN ? in : out;
    }
}
