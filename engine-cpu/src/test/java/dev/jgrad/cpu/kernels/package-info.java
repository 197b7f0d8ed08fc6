/** Tests of the CPU's kernels: the backend contract, and what is particular to them. */
@NullMarked
package dev.jgrad.cpu.kernels;

import org.jspecify.annotations.NullMarked;
