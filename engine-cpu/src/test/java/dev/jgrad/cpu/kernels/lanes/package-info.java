/** Compares the vector loops with the scalar ones. */
@NullMarked
package dev.jgrad.cpu.kernels.lanes;

import org.jspecify.annotations.NullMarked;
