/** Tests of the allocator, on the simulated CUDA. */
@NullMarked
package dev.jgrad.cuda.memory;

import org.jspecify.annotations.NullMarked;
