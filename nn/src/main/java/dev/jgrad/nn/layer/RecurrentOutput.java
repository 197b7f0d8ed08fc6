package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Tensor;

/**
 * What a recurrent network returns.
 *
 * @param output the last layer's state at every time, (time, batch, directions × hidden) or with the batch first
 * @param hidden the last state of every layer and direction, (layers × directions, batch, hidden)
 */
public record RecurrentOutput(Tensor output, Tensor hidden) {}
