/**
 * Functions of fixed shapes, recorded once and replayed without dispatch. {@link dev.jgrad.compile.CompiledFunction} runs
 * a function eagerly while {@link dev.jgrad.compile.Capture} writes down the kernels it calls, forward and backward; {@link
 * dev.jgrad.compile.MemoryPlan} gives what passes between them fixed places in one block of memory; a {@link
 * dev.jgrad.compile.Trace} copies new inputs in, calls the kernels and hands results out.
 */
@NullMarked
package dev.jgrad.compile;

import org.jspecify.annotations.NullMarked;
