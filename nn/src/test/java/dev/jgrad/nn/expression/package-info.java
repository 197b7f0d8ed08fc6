/** Modules from text. */
@NullMarked
package dev.jgrad.nn.expression;

import org.jspecify.annotations.NullMarked;
