/** Tests of CUDA graphs. */
@NullMarked
package dev.jgrad.cuda.graph;

import org.jspecify.annotations.NullMarked;
