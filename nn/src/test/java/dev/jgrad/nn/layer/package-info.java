/** Layers where the recorded suites say nothing. */
@NullMarked
package dev.jgrad.nn.layer;

import org.jspecify.annotations.NullMarked;
