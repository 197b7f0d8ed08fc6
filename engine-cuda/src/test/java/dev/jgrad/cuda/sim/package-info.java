/**
 * A CUDA without a GPU: stand-ins for NVIDIA's libraries ({@code src/test/cpp}), built with the host's g++ when tests run,
 * which JCuda loads unchanged. Kernels are compiled for the host and run there; what hardware would let pass is noted.
 */
@NullMarked
package dev.jgrad.cuda.sim;

import org.jspecify.annotations.NullMarked;
