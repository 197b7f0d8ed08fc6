package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.tensor.Tensor;

/** How a loss is brought to its result. */
public enum Reduction {
    /** One value per element. */
    NONE,
    /** The mean of all. */
    MEAN,
    /** The sum of all. */
    SUM;

    /**
     * By PyTorch's name.
     *
     * @throws ArgumentException for another name
     */
    public static Reduction of(String name) {
        return switch (name) {
            case "none" -> NONE;
            case "mean" -> MEAN;
            case "sum" -> SUM;
            default ->
                throw new ArgumentException(
                        name + " is not a valid value for reduction; use \"none\", \"mean\" or" + " \"sum\"");
        };
    }

    /** The reduced values. */
    Tensor apply(Tensor values) {
        return switch (this) {
            case NONE -> values;
            case MEAN -> values.mean();
            case SUM -> values.sum();
        };
    }

    /** The gradient of one value of {@code count}, from that of the result. */
    Tensor spread(Tensor g, double count) {
        return this == MEAN ? g.div(count) : g;
    }
}
