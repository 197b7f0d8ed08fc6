/** Modules by themselves: registration, replacing, hooks, states, printing. */
@NullMarked
package dev.jgrad.nn;

import org.jspecify.annotations.NullMarked;
