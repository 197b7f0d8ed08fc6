/**
 * Matrix products in plain Java: {@link dev.jgrad.cpu.kernels.gemm.FloatProduct} cuts the result into blocks, has its
 * operands packed into panels by whoever knows where the elements are (a strided matrix, the patches of a convolution),
 * runs the micro-kernel over them and hands each finished block to a sink. Carries everything where no native library
 * loads, and is the reference for those.
 */
@NullMarked
package dev.jgrad.cpu.kernels.gemm;

import org.jspecify.annotations.NullMarked;
