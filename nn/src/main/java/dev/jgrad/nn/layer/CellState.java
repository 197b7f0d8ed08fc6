package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a recurrent cell remembers from one time to the next.
 *
 * @param hidden also its output
 * @param cell the long memory of an LSTM, null otherwise
 */
record CellState(Tensor hidden, @Nullable Tensor cell) {}
