/**
 * Neural networks with the semantics of {@code torch.nn}.
 *
 * <p>Start at {@link dev.jgrad.nn.Module}: it registers parameters, buffers and children, runs hooks, saves and loads
 * states and prints the tree. Layers are in {@link dev.jgrad.nn.layer}, losses in {@link dev.jgrad.nn.loss}, ways to fill
 * weights in {@link dev.jgrad.nn.init}, optimizers and learning rate schedules in {@link dev.jgrad.nn.optim}, whole vision
 * models in {@link dev.jgrad.nn.vision}.
 */
@NullMarked
package dev.jgrad.nn;

import org.jspecify.annotations.NullMarked;
