/** Tests of the CUDA backend's public methods. */
@NullMarked
package dev.jgrad.cuda.api;

import org.jspecify.annotations.NullMarked;
