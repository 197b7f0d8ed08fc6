/** Modules and training steps that are recorded once and replayed: {@code torch.compile} for fixed shapes. */
@NullMarked
package dev.jgrad.nn.compile;

import org.jspecify.annotations.NullMarked;
