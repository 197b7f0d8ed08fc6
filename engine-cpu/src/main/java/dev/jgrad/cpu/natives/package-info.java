/**
 * Native libraries of the CPU backend: where they come from, where they are unpacked, how they are loaded. Start with
 * {@link dev.jgrad.cpu.natives.NativeLibraries}. Nothing here fails loudly: a library that cannot be had is a sentence,
 * and the kernels fall back to Java.
 */
@NullMarked
package dev.jgrad.cpu.natives;

import org.jspecify.annotations.NullMarked;
