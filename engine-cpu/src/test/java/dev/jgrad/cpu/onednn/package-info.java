/** Tests of the binding: leaks, threads, formats. */
@NullMarked
package dev.jgrad.cpu.onednn;

import org.jspecify.annotations.NullMarked;
