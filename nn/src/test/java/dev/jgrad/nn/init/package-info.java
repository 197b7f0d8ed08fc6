/** How weights are filled. */
@NullMarked
package dev.jgrad.nn.init;

import org.jspecify.annotations.NullMarked;
