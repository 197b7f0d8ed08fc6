/**
 * One class per family of kernels. Each looks at dtypes and layouts, picks a loop and runs it, in parallel where that
 * pays.
 */
@NullMarked
package dev.jgrad.cpu.kernels;

import org.jspecify.annotations.NullMarked;
