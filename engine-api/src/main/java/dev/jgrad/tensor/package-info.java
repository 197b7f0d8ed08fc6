/**
 * What a user works with: {@link dev.jgrad.tensor.Tensor} (its methods are spread over interfaces by subject), {@link
 * dev.jgrad.tensor.Tensors} for creation, {@link dev.jgrad.tensor.Index} for indexing, generators, printing and the
 * default device. Start at {@code Tensor}.
 */
@NullMarked
package dev.jgrad.tensor;

import org.jspecify.annotations.NullMarked;
