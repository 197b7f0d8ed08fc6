/**
 * From a kernel's source to its launch: {@link dev.jgrad.cuda.compile.Kernels} compiles a source with its defines for
 * the device (once, kept on disk), {@link dev.jgrad.cuda.compile.KernelFunction} starts it with
 * {@link dev.jgrad.cuda.compile.KernelArguments} that lie off the heap.
 */
@NullMarked
package dev.jgrad.cuda.compile;

import org.jspecify.annotations.NullMarked;
