/**
 * Loops by the Vector API. Nothing outside this package names a class of {@code jdk.incubator.vector}, and {@link
 * dev.jgrad.cpu.loops.Loops} loads this package only where that module is present.
 */
@NullMarked
package dev.jgrad.cpu.vector;

import org.jspecify.annotations.NullMarked;
