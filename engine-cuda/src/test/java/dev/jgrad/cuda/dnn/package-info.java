/** Tests of convolutions on the simulated CUDA. */
@NullMarked
package dev.jgrad.cuda.dnn;

import org.jspecify.annotations.NullMarked;
