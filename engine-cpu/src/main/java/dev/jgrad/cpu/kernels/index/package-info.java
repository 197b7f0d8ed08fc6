/**
 * Reading and writing at positions given by index tensors. Every operation comes down to one of two: whole runs of
 * neighbouring elements ({@link dev.jgrad.cpu.kernels.index.Runs}), or single elements at computed positions ({@link
 * dev.jgrad.cpu.kernels.index.Elements} to move them, {@link dev.jgrad.cpu.kernels.index.Combiner} to combine them with
 * what is there).
 */
@NullMarked
package dev.jgrad.cpu.kernels.index;

import org.jspecify.annotations.NullMarked;
