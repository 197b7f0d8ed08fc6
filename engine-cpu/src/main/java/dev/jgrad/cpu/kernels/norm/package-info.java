/** Softmax, layer norm and batch norm in plain Java: the path that is always there, and the reference for oneDNN. */
@NullMarked
package dev.jgrad.cpu.kernels.norm;

import org.jspecify.annotations.NullMarked;
