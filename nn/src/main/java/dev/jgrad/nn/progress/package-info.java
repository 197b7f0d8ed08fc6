/** Shows how far a long loop is: {@link dev.jgrad.nn.progress.Progress}, a bar as {@code tqdm} draws it. */
@NullMarked
package dev.jgrad.nn.progress;

import org.jspecify.annotations.NullMarked;
