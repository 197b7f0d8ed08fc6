/**
 * Loops over primitive arrays that C2 does not vectorise by itself: folds of a row, exponentials, window maxima, the
 * micro-kernels of the matrix product. Each has a vector form and a scalar form, chosen once per JVM; everything else in
 * the kernels is a plain loop. All work on arrays: what lies outside the heap is brought in by blocks of a few thousand
 * elements, which costs one copy within the first-level cache.
 */
@NullMarked
package dev.jgrad.cpu.kernels.lanes;

import org.jspecify.annotations.NullMarked;
