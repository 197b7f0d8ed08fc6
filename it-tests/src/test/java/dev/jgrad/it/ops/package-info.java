/** Checks of every operation that are generated from its samples. */
package dev.jgrad.it.ops;
