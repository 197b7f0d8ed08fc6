/** The kernels where the contracts do not reach: long lines, many slices, 64-bit places, all bits of 16-bit floats. */
@NullMarked
package dev.jgrad.cuda.kernels;

import org.jspecify.annotations.NullMarked;
