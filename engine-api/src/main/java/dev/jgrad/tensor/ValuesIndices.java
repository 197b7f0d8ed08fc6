package dev.jgrad.tensor;

import dev.jgrad.op.ReductionOps;

/**
 * Values along a dimension with the places they come from.
 *
 * @param values the elements
 * @param indices their int64 positions along the dimension
 */
public record ValuesIndices(Tensor values, Tensor indices) {
    static ValuesIndices of(ReductionOps.WithIndices both) {
        return new ValuesIndices(both.values(), both.indices());
    }
}
