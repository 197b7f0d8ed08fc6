package dev.jgrad.testkit;

import dev.jgrad.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Inputs to try an operation with. From one sample come the checks of values on views, of first and second derivatives
 * and of the node's name.
 *
 * @param name of the operation and the variant
 * @param function calls it
 * @param inputs makes fresh float64 inputs away from corners
 * @param gradFn expected name of the result's node, empty where there is none
 * @param seesStrides true when the result depends on the strides of the input, as that of {@code view} does
 */
public record OpSample(
        String name,
        Function<List<Tensor>, Tensor> function,
        Supplier<List<Tensor>> inputs,
        String gradFn,
        boolean seesStrides) {
    @Override
    public String toString() {
        return name;
    }
}
