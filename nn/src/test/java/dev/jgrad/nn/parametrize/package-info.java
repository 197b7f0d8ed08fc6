/** Parameters that are computed from others. */
@NullMarked
package dev.jgrad.nn.parametrize;

import org.jspecify.annotations.NullMarked;
