/**
 * Batches of sequences of different lengths, padded or packed: {@code torch.nn.utils.rnn}.
 *
 * <p>{@link dev.jgrad.nn.sequence.Sequences} goes from one form to the other; {@code RNN}, {@code LSTM} and {@code GRU} compute
 * on a {@link dev.jgrad.nn.sequence.PackedSequence} without touching a padded element.
 */
@NullMarked
package dev.jgrad.nn.sequence;

import org.jspecify.annotations.NullMarked;
