/**
 * Losses as modules: {@code new CrossEntropyLoss().call(logits, labels)}. The same formulas without a module are in {@link
 * dev.jgrad.tensor.Functional}.
 */
@NullMarked
package dev.jgrad.nn.loss;

import org.jspecify.annotations.NullMarked;
