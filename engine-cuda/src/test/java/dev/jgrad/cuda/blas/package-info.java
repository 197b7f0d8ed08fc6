/** Tests of matrix products on the simulated CUDA. */
@NullMarked
package dev.jgrad.cuda.blas;

import org.jspecify.annotations.NullMarked;
