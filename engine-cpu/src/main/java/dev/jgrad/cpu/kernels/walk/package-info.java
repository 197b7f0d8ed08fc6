/** Ways through strided memory that several families of kernels share. */
@NullMarked
package dev.jgrad.cpu.kernels.walk;

import org.jspecify.annotations.NullMarked;
