/**
 * Optimizers, learning rate schedules and gradient clipping: {@code torch.optim} and the clipping of {@code torch.nn.utils}.
 *
 * <p>{@link dev.jgrad.nn.optim.Optimizer} tells how a training step goes, {@link dev.jgrad.nn.optim.LRScheduler} how
 * schedules are used; {@link dev.jgrad.nn.optim.SGD} is the simplest optimizer.
 */
@NullMarked
package dev.jgrad.nn.optim;

import org.jspecify.annotations.NullMarked;
