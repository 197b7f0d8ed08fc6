package dev.jgrad.nn.layer;

import dev.jgrad.nn.sequence.PackedSequence;
import dev.jgrad.tensor.Tensor;

/**
 * What a recurrent network returns for packed sequences.
 *
 * @param output the last layer's states, packed as the input was
 * @param hidden the last state of every layer, direction and sequence, in the order of the batch before it was packed
 */
public record PackedOutput(PackedSequence output, Tensor hidden) {}
