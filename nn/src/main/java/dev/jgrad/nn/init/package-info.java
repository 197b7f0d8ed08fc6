/**
 * Ways to fill weights before training: {@link dev.jgrad.nn.init.Init} holds the functions of {@code torch.nn.init}.
 */
@NullMarked
package dev.jgrad.nn.init;

import org.jspecify.annotations.NullMarked;
