/** Fused chains and compiled modules beside eager execution. */
@NullMarked
package dev.jgrad.it.fusion;

import org.jspecify.annotations.NullMarked;
