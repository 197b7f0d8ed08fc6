/**
 * The kernel families that jgrad writes itself. The kernels are CUDA C++ under {@code dev/jgrad/cuda/kernels} in the
 * resources; a class here decides which of them runs, with how many threads, and writes down its arguments.
 *
 * <p>Each kernel takes one struct of 8-byte fields, so that its arguments are a row of numbers. Strided operands travel as
 * a {@link dev.jgrad.cuda.kernels.WalkPlan}. A compile unit holds one kind for one type ({@link
 * dev.jgrad.cuda.kernels.KindTable}) and is compiled when it is first used. Bad input that only the device can see, an
 * index out of range, is noted in a {@link dev.jgrad.cuda.kernels.KernelFailure} and becomes an exception when somebody
 * waits for the stream.
 */
@NullMarked
package dev.jgrad.cuda.kernels;

import org.jspecify.annotations.NullMarked;
