/** Tests of the CPU backend's memory. */
@NullMarked
package dev.jgrad.cpu;

import org.jspecify.annotations.NullMarked;
