/** Matrix products: {@link dev.jgrad.cuda.blas.LinalgCuda} by cuBLAS, integers by a kernel of our own. */
@NullMarked
package dev.jgrad.cuda.blas;

import org.jspecify.annotations.NullMarked;
