/**
 * Mixed-precision training: {@code torch.amp}. The regions themselves are {@link dev.jgrad.autograd.Autocast}; here is what
 * float16 needs beside them, because small gradients vanish in it: {@link dev.jgrad.nn.amp.GradScaler}.
 */
@NullMarked
package dev.jgrad.nn.amp;

import org.jspecify.annotations.NullMarked;
