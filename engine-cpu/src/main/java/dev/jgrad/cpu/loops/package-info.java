/**
 * Loops over elements, and the conversion between what lies in buffers and what loops compute with. Nothing here knows
 * layouts or families.
 */
@NullMarked
package dev.jgrad.cpu.loops;

import org.jspecify.annotations.NullMarked;
