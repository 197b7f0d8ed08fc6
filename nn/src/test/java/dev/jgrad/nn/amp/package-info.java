/** Tests of mixed-precision training. */
@NullMarked
package dev.jgrad.nn.amp;

import org.jspecify.annotations.NullMarked;
