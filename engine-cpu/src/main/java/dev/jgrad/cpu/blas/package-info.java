/** OpenBLAS through its C interface, for what oneDNN has no kernels for: float64. */
@NullMarked
package dev.jgrad.cpu.blas;

import org.jspecify.annotations.NullMarked;
