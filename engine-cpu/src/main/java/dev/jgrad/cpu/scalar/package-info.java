/**
 * Operations on single elements and the loops over them: the reference for the vector loops, and what runs where the
 * Vector API is missing or has nothing to offer. Formulas and special cases are PyTorch's.
 */
@NullMarked
package dev.jgrad.cpu.scalar;

import org.jspecify.annotations.NullMarked;
