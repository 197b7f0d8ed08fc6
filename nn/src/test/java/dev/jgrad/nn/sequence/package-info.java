/** Padded and packed sequences. */
@NullMarked
package dev.jgrad.nn.sequence;

import org.jspecify.annotations.NullMarked;
