package dev.jgrad.tensor;

import dev.jgrad.op.WithIndices;
import java.util.ArrayList;
import java.util.List;

/**
 * Values along a dimension with the places they come from.
 *
 * @param operator the PyTorch operator whose result this is, for its text; empty where PyTorch returns a plain tuple
 * @param values the elements
 * @param indices their int64 positions along the dimension
 */
public record ValuesIndices(String operator, Tensor values, Tensor indices) {
    static ValuesIndices of(String operator, WithIndices both) {
        return new ValuesIndices(operator, both.values(), both.indices());
    }

    /** Both in a list that may be changed: the results of a module. */
    public List<Tensor> both() {
        return new ArrayList<>(List.of(values, indices));
    }

    /** The text PyTorch prints. */
    @Override
    public String toString() {
        return ReturnTypes.text(operator, new String[] {"values", "indices"}, values, indices);
    }
}
