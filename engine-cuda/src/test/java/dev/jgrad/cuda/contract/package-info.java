/** What every backend must do, asked of the CUDA backend: on the simulated device, or on a GPU. */
@NullMarked
package dev.jgrad.cuda.contract;

import org.jspecify.annotations.NullMarked;
